import { css } from 'lit';

export const frameStyles = css`
  :root {
    --gap: 16px;
    --quiet: var(--vscode-descriptionForeground);
    --line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, currentColor)));
    --active: var(--vscode-testing-iconPassed, var(--vscode-charts-green, currentColor));
    --blocked: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow, currentColor));
  }
  body {
    margin: 0;
    padding: 0;
    color: var(--vscode-foreground);
    background: var(--vscode-editor-background);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    font-weight: var(--vscode-font-weight);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  main {
    box-sizing: border-box;
    max-width: 80em;
    padding: 12px 20px 32px;
  }
  #announcer {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  h1,
  h2,
  h3,
  p,
  dl,
  dd,
  figure,
  pre {
    margin: 0;
  }
  h1 {
    font-size: 1.5em;
    font-weight: 600;
    line-height: 1.3;
  }
  h2,
  h3,
  th,
  strong {
    font-size: 1em;
    font-weight: 600;
  }
  .quiet,
  .utc,
  dt,
  th,
  .cell-label,
  figcaption {
    color: var(--quiet);
  }
  .code,
  pre {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: inherit;
  }
  .progress {
    position: fixed;
    inset: 0 0 auto;
    height: 2px;
  }
  @media (prefers-reduced-motion: reduce) {
    vscode-progress-bar::part(indicator) {
      width: 100%;
      animation: none;
    }
  }
`;
