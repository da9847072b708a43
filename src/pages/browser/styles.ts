import { css } from 'lit';

export const pageStyles = css`
  :root {
    --gap: 16px;
    --foreground: var(--vscode-foreground);
    --background: var(--vscode-editor-background);
    --quiet: var(--vscode-descriptionForeground);
    --line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, currentColor)));
    --active: var(--vscode-testing-iconPassed, var(--vscode-charts-green, currentColor));
    --blocked: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow, currentColor));
    /* Browsers force these on text and borders, but not on shapes. */
    @media (forced-colors: active) {
      --foreground: CanvasText;
      --background: Canvas;
      --quiet: CanvasText;
      --active: CanvasText;
      --blocked: CanvasText;
    }
  }
  body {
    margin: 0;
    padding: 0;
    color: var(--foreground);
    background: var(--background);
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
  #announcer,
  .unseen {
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
  strong {
    font-size: 1em;
    font-weight: 600;
  }
  .quiet,
  .utc,
  dt,
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
  header {
    display: grid;
    gap: 4px;
    padding-bottom: var(--gap);
  }
  .headline {
    font-size: 1.1em;
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
  }
  header > .buttons:not(.unlock) {
    padding-top: 8px;
  }
  .buttons:not(:has(*)) {
    display: none;
  }
  :is(.buttons, .menu) > button {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 26px;
    padding: 0 11px;
    border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
    border-radius: 4px;
    background: var(--vscode-button-secondaryBackground, transparent);
    color: var(--vscode-button-secondaryForeground, inherit);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  :is(.buttons, .menu) > button:hover {
    background: var(--vscode-button-secondaryHoverBackground, var(--vscode-toolbar-hoverBackground));
  }
  :is(.buttons, .menu) > button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .menu {
    position: relative;
  }
  .menu > button {
    gap: 2px;
    padding-inline-end: 4px;
  }
  .menu > button .chevron {
    display: inline-flex;
    transform: rotate(90deg);
  }
  [role='menu'],
  [role='listbox'] {
    position: absolute;
    z-index: 3;
    top: 100%;
    box-sizing: border-box;
    min-width: 14em;
    max-width: 100vw;
    margin: 0;
    padding: 4px;
    list-style: none;
    border: 1px solid var(--vscode-menu-border, var(--vscode-contrastBorder, var(--vscode-widget-border, transparent)));
    border-radius: 5px;
    background: var(--vscode-menu-background, var(--vscode-dropdown-background));
    color: var(--vscode-menu-foreground, var(--vscode-foreground));
    line-height: normal;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
  [role='option'],
  [role^='menuitem'],
  .menu-heading {
    display: flex;
    align-items: baseline;
    gap: 12px;
    padding: 3px 8px;
    border-radius: 3px;
    cursor: pointer;
  }
  .menu-heading {
    color: var(--quiet);
    cursor: default;
  }
  [role^='menuitem'] {
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  [role^='menuitem'] .check {
    display: inline-flex;
    width: 16px;
  }
  [role^='menuitem']:focus {
    background: var(--vscode-menu-selectionBackground, var(--vscode-list-activeSelectionBackground));
    color: var(--vscode-menu-selectionForeground, var(--vscode-list-activeSelectionForeground));
    outline: 1px solid var(--vscode-menu-selectionBorder, var(--vscode-contrastActiveBorder, transparent));
    outline-offset: -1px;
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
  }
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
  .row {
    padding: 3px 0;
  }
  .value {
    display: inline-flex;
    align-items: flex-start;
    gap: 2px;
    max-width: 100%;
    margin-inline-start: -4px;
    padding-inline-start: 4px;
    border-radius: 4px;
    cursor: pointer;
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
  .item + .item {
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
    color: var(--vscode-icon-foreground, inherit);
  }
  .value:hover {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  :is(.value, .tool, summary, input[type='text'], [role='grid']:not([aria-activedescendant])):focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  /* Hidden until hovered or focused, as in VS Code's lists. Touch screens cannot hover. */
  @media (hover: hover) {
    body:not(.vscode-high-contrast) .row:not(:hover, :focus-within) .copy {
      opacity: 0;
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
  .timeline {
    padding: 0 6px;
  }
  .timeline svg {
    display: block;
    overflow: visible;
    color: var(--foreground);
  }
  .timeline line {
    stroke: currentColor;
    stroke-width: 1.5;
  }
  .timeline .ahead {
    stroke: var(--quiet);
    stroke-dasharray: 5 4;
  }
  .timeline .mark {
    fill: var(--active);
    stroke: var(--background);
    stroke-width: 1.5;
  }
  .timeline .now-label {
    fill: currentColor;
    font-size: 0.85em;
  }
  figcaption {
    display: flex;
    justify-content: space-between;
    margin: 0 -6px;
    font-size: 0.9em;
  }
  @media (forced-colors: active) {
    [role^='menuitem']:focus {
      outline: 2px solid CanvasText;
    }
  }
  @container (min-width: 400px) {
    .row {
      display: grid;
      grid-template-columns: minmax(9em, 12em) 1fr;
      column-gap: 12px;
    }
  }
  @media (min-width: 760px) {
    .session > section:not(.json) {
      display: grid;
      grid-template-columns: 10em 1fr;
      column-gap: 16px;
    }
    .session > section > .content {
      padding-top: 0;
    }
  }
  @media (max-width: 479.9px) {
    main {
      padding: 12px 12px 24px;
    }
  }
`;
