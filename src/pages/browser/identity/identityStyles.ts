import { css } from 'lit';

export const identityStyles = css`
  main {
    max-width: 140em;
  }
  .ways-in {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(24em, 100%), 1fr));
    gap: 12px 32px;
  }
  .ways-in ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .sessions > .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding-bottom: 8px;
  }
  .sessions .notes {
    padding-bottom: 8px;
  }
  .beside {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  .details {
    min-width: 0;
  }
  /* The details are in sight below the table. */
  @media (max-width: 859.9px) {
    .beside {
      --table-height: 50vh;
    }
  }
  @media (min-width: 860px) {
    .beside {
      grid-template-columns: minmax(0, 2fr) minmax(280px, 1fr);
      align-items: start;
    }
    .details {
      max-height: 90vh;
      overflow-y: auto;
      padding-inline-start: 16px;
      border-inline-start: 1px solid var(--line);
    }
  }
`;
