import { css } from 'lit';

export const headerStyles = css`
  header {
    display: grid;
    gap: 4px;
    padding-bottom: var(--gap);
  }
  .status {
    display: flex;
    align-items: center;
    gap: 6px;
    font-weight: 600;
  }
  .environment {
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-inline-end: 4px;
    border-radius: 50%;
  }
  .icon {
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.25;
    stroke-linecap: round;
    stroke-linejoin: round;
    vertical-align: text-bottom;
  }
  .icon .solid {
    fill: currentColor;
    stroke: none;
  }
  .state-active {
    color: var(--active);
  }
  .state-over {
    color: var(--quiet);
  }
  .state-blocked {
    color: var(--blocked);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding-top: 8px;
  }
  .button-icon {
    display: inline-flex;
    margin-inline-end: 4px;
  }
  .notice {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 8px;
    margin-top: 8px;
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--notice);
    background: var(--vscode-textBlockQuote-background, transparent);
    --notice: var(--blocked);
  }
  .notice.failed {
    --notice: var(--vscode-errorForeground, currentColor);
  }
  .notice > .icon {
    margin-top: 2px;
    color: var(--notice);
  }
  .notice .buttons {
    grid-column: 2;
    padding-top: 4px;
  }
  .notice .buttons:empty {
    display: none;
  }
`;
