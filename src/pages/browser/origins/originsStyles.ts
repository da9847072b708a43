import { css } from 'lit';

export const originsStyles = css`
  section.origins {
    display: block;
    container: origins / inline-size;
  }
  /* Not nested: a shape that is used elsewhere has no ancestors there. */
  .axis-shape {
    fill: var(--background);
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linejoin: round;
  }
  .axis-shape .solid {
    fill: currentColor;
  }
  .axis-shape .halo {
    stroke: var(--background);
    stroke-width: 5;
  }
  /* Nested, because the table and the details have classes of the same names. */
  .origins {
    ol,
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .axis-controls,
    .axis-controls fieldset,
    .events-head,
    .legend,
    .tools {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 8px;
    }
    .axis-controls {
      padding: 8px 0 4px;
    }
    .axis-controls fieldset {
      margin: 0;
      padding: 0;
      border: 0;
    }
    .axis-controls legend {
      float: left;
      padding: 0;
      padding-inline-end: 4px;
      color: var(--quiet);
    }
    .axis-controls input {
      margin: 0;
      accent-color: var(--vscode-focusBorder);
    }
    .legend {
      column-gap: 12px;
      color: var(--quiet);
    }
    .axis-controls .legend {
      margin-inline-start: auto;
    }
    .axis-controls label,
    .legend li {
      display: inline-flex;
      align-items: center;
      gap: 4px;
    }
    .axis-row {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 4px 24px;
      padding: 8px 0 8px 12px;
      border-top: 1px solid var(--line);
    }
    .axis-header {
      position: sticky;
      top: 0;
      z-index: 1;
      padding-block: 4px 0;
      background: var(--background);
      border-top: 0;
    }
    .differs {
      padding-inline-start: 9px;
      border-inline-start: 3px solid var(--blocked);
    }
    .origin-head,
    .origin-body {
      min-width: 0;
    }
    .axis-row h3 {
      padding: 0;
    }
    .reasons {
      padding-bottom: 4px;
    }
    .reasons li,
    .recognition {
      display: flex;
      gap: 6px;
      padding: 1px 0;
    }
    .reasons .icon,
    .recognition .icon {
      margin-top: 0.2em;
    }
    .differs .reasons .icon {
      color: var(--blocked);
    }
    .tools {
      gap: 2px 4px;
    }
    .tool[aria-pressed='true'] {
      border-color: currentColor;
    }
    .tool[aria-disabled='true'] {
      color: var(--vscode-disabledForeground);
      cursor: default;
    }
    .chevron {
      display: inline-flex;
    }
    .tool[aria-expanded='true'] .chevron {
      transform: rotate(90deg);
    }
    .answers,
    .times {
      padding: 4px 0;
    }
    .answers {
      columns: 18em auto;
    }
    .times li {
      padding: 4px 0;
    }
    .times p {
      padding-inline-start: 12px;
    }
    .lane {
      display: block;
      overflow: visible;
      color: var(--foreground);
    }
    .lane.sample {
      flex: none;
    }
    .shapes {
      position: absolute;
    }
    .lane .grid {
      stroke: var(--vscode-tree-indentGuidesStroke, var(--line));
      opacity: 0.5;
    }
    .lane .now {
      stroke: currentColor;
      stroke-dasharray: 1 3;
    }
    .lane text {
      fill: var(--quiet);
      font-size: 0.9em;
    }
    .bar {
      stroke-width: 1.5;
    }
    .lane:not(.sample) .bar {
      cursor: pointer;
    }
    .bar.active {
      fill: var(--active);
      stroke: var(--active);
    }
    .bar:is(.ended, .openEnd) {
      fill: transparent;
      stroke: currentColor;
    }
    .bar .open {
      stroke-dasharray: 4 3;
    }
    .bar .target {
      stroke: none;
    }
    .bar:hover {
      stroke-width: 3;
    }
    .lane .selected {
      fill: none;
      stroke: var(--vscode-focusBorder, currentColor);
      stroke-width: 2;
      pointer-events: none;
    }
    @container origins (min-width: 700px) {
      .axis-row {
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
      }
      .origin-body {
        grid-column: 1 / -1;
      }
    }
    /* Eleven labels need 600 pixels, and the axis has three fifths of a wide page. */
    @container origins ((max-width: 599.9px) or ((min-width: 700px) and (max-width: 999.9px))) {
      .tick:nth-of-type(even) text {
        display: none;
      }
    }
    @container origins (max-width: 399.9px) {
      .tick:not(:nth-of-type(4n + 1)) text {
        display: none;
      }
    }
    @media (forced-colors: active) {
      .lane .grid {
        stroke: GrayText;
      }
      .lane .selected {
        stroke: Highlight;
      }
    }
  }
`;
