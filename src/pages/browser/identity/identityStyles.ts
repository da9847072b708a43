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
  .sessions .heading {
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
  @media (min-width: 1000px) {
    .beside {
      grid-template-columns: minmax(0, 3fr) minmax(320px, 2fr);
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
