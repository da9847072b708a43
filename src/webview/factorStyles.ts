import { css } from 'lit';

/** A table's content, one value below the other. */
const stackedTable = css`
  &,
  & tbody,
  & tr {
    display: block;
  }
  & thead {
    display: none;
  }
  & tr + tr {
    margin-top: 8px;
    padding-top: 8px;
    border-top: 1px dashed var(--line);
  }
  & td {
    display: block;
    padding: 3px 0;
    @container (min-width: 440px) {
      display: grid;
      grid-template-columns: minmax(9em, 12em) 1fr;
      column-gap: 12px;
    }
  }
  & .cell-label {
    display: block;
  }
`;

/** The table of factors: columns where there is room, labels and values where there is not. */
export const factorStyles = css`
  table {
    border-collapse: collapse;
  }
  th {
    font-weight: normal;
    text-align: start;
  }
  th,
  td {
    padding: 3px 16px 3px 0;
    vertical-align: top;
  }
  /* Long words may break anywhere, so that columns do not keep room for short ones by themselves. */
  td {
    min-width: 6.5em;
  }
  /* A method's name stays on one line where it fits: break-word, unlike anywhere, counts in the width of the column. */
  td:first-child bdi {
    max-width: 16em;
    overflow-wrap: break-word;
  }
  .cell-label {
    display: none;
  }
  td:has(.moment) {
    min-width: 14em;
  }
  /* Where the columns have no room, each factor becomes a list of labels and values. */
  @container (max-width: 559.9px) {
    table {
      ${stackedTable}
    }
  }
  @container (max-width: 759.9px) {
    table:has(th:nth-child(4)) {
      ${stackedTable}
    }
  }
`;
