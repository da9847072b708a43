import { css } from 'lit';

/** Stacks the cells of a table vertically. */
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
  /* Cells break words anywhere, so columns need a minimum width. */
  td {
    min-width: 6.5em;
  }
  /* Keeps a method's name on one line: unlike anywhere, break-word counts in the column's minimum width. */
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
