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
  .ways-in :is(ul, ol) {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  /* As wide as the page where it would stand below the others. */
  @media (max-width: 1099.9px) {
    .safety {
      grid-column: 1 / -1;
    }
  }
  .steps > li {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr);
    align-items: baseline;
  }
  .steps .number {
    color: var(--quiet);
  }
  .step {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 12px;
  }
  .tool {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 1px 6px;
    border: 1px solid transparent;
    border-radius: 4px;
    background: none;
    color: var(--vscode-textLink-foreground);
    font: inherit;
    text-align: start;
    cursor: pointer;
    /* The header of the axis would cover what is scrolled to. */
    scroll-margin-top: 64px;
  }
  .tool:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  .tools[role='toolbar'],
  .step .tool {
    margin-inline-start: -7px;
  }
  body.vscode-high-contrast .tool {
    border-color: var(--vscode-contrastBorder, transparent);
  }
  body.vscode-high-contrast :is(.tools[role='toolbar'], .step .tool) {
    margin-inline-start: 0;
  }
  .steps .icon {
    color: var(--active);
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
