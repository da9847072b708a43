import { css } from 'lit';

export const sectionStyles = css`
  section {
    padding: var(--gap) 0;
    border-top: 1px solid var(--line);
  }
  .content {
    container-type: inline-size;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    min-width: 0;
    padding-top: 4px;
  }
  .content > .buttons {
    padding-top: 0;
  }
  .row {
    padding: 3px 0;
  }
  .value {
    display: inline-flex;
    align-items: flex-start;
    gap: 2px;
    max-width: 100%;
  }
  .value > :first-child {
    min-width: 0;
  }
  .moment-words {
    display: inline-flex;
    flex-wrap: wrap;
    column-gap: 12px;
  }
  /* Stacked in narrow containers, so that the copy button stays beside them. */
  @container (max-width: 619.9px) {
    .moment-words {
      flex-direction: column;
    }
  }
  table:has(th:nth-child(4)) .moment-words {
    flex-direction: column;
  }
  .device + .device {
    padding-top: 12px;
    border-top: 1px dashed var(--line);
  }
  .copy {
    flex: none;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: 22px;
    height: 22px;
    margin: -1px 0;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--vscode-icon-foreground, inherit);
    cursor: pointer;
  }
  .copy:hover {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  .copy:focus-visible,
  summary:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  /* Hidden until hovered or focused, as in VS Code's lists. Touch screens cannot hover. */
  @media (hover: hover) {
    body:not(.vscode-high-contrast) .row .copy:not(:focus-visible),
    body:not(.vscode-high-contrast) td .copy:not(:focus-visible) {
      opacity: 0;
    }
    body:not(.vscode-high-contrast) :is(.row, td):is(:hover, :focus-within) .copy {
      opacity: 1;
    }
  }
  h3 {
    padding-top: 4px;
  }
  summary {
    cursor: pointer;
  }
  summary h2 {
    display: inline;
  }
  pre {
    padding: 8px 0;
    white-space: pre-wrap;
    tab-size: 2;
  }
`;
