import { css } from 'lit';

export const timelineStyles = css`
  .timeline {
    padding: 0 6px;
  }
  .timeline svg {
    display: block;
    overflow: visible;
    color: var(--vscode-foreground);
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
    stroke: var(--vscode-editor-background);
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
    .icon,
    .timeline svg {
      color: CanvasText;
    }
    .timeline .now-label {
      fill: CanvasText;
    }
    .timeline .mark {
      fill: CanvasText;
      stroke: Canvas;
    }
    .timeline .ahead {
      stroke: CanvasText;
    }
  }
`;
