import { css } from 'lit';

/** The styles of a table of sessions: those of VS Code's lists, menus and inputs. */
export const tableStyles = css`
  .sessions-table {
    display: flex;
    flex-direction: column;
    container-type: inline-size;
    gap: 6px;
    min-width: 0;
    /* Without a limit, all rows would be visible and so be drawn. */
    max-height: var(--table-height, 80vh);
    line-height: normal;
  }
  .sessions-table .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 4px 8px;
  }
  .sessions-table .query {
    position: relative;
    flex: 1 1 16em;
    min-width: 0;
  }
  .sessions-table input {
    box-sizing: border-box;
    width: 100%;
    height: 26px;
    padding: 3px 6px;
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
    border-radius: 2px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
    font: inherit;
  }
  .sessions-table input::placeholder {
    color: var(--vscode-input-placeholderForeground);
    opacity: 1;
  }
  .sessions-table .problems p {
    margin: 0;
    padding: 4px 6px;
    border: 1px solid var(--vscode-inputValidation-warningBorder);
    border-top: 0;
    background: var(--vscode-inputValidation-warningBackground);
    color: var(--vscode-inputValidation-warningForeground, inherit);
  }
  .sessions-table .count {
    padding: 5px 0;
    margin-inline-end: auto;
    color: var(--quiet);
    @container (max-width: 480px) {
      flex: 1 1 6em;
    }
  }
  .sessions-table [role='listbox'] {
    inset-inline: 0;
    max-width: 40em;
    background: var(--vscode-editorSuggestWidget-background);
    color: var(--vscode-editorSuggestWidget-foreground, inherit);
    border-color: var(--vscode-editorSuggestWidget-border, var(--vscode-contrastBorder, transparent));
  }
  .sessions-table [role='listbox'][hidden] {
    display: none;
  }
  .sessions-table [role='option'] > * {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .sessions-table .hint {
    color: var(--quiet);
  }
  .sessions-table [role='option'][aria-selected='true'] {
    background: var(--vscode-editorSuggestWidget-selectedBackground, var(--vscode-list-activeSelectionBackground));
    color: var(--vscode-editorSuggestWidget-selectedForeground, var(--vscode-list-activeSelectionForeground, inherit));
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .sessions-table [role='option'][aria-selected='true'] .hint {
    color: inherit;
  }
  .sessions-table .buttons {
    gap: 4px 8px;
    button {
      padding-inline-start: 8px;
    }
  }
  .sessions-table .descending .icon {
    transform: rotate(90deg);
  }
  .sessions-table .ascending .icon {
    transform: rotate(-90deg);
  }
  .sessions-table [role='grid'] {
    flex: 0 1 auto;
    min-height: calc(var(--row-height) * 4);
    overflow: auto;
    border-top: 1px solid var(--line);
    outline: none;
    user-select: none;
    overflow-wrap: normal;
    cursor: default;
  }
  .sessions-table .line {
    display: grid;
    grid-template-columns: var(--columns);
    align-items: center;
    box-sizing: border-box;
    height: var(--row-height);
  }
  .sessions-table :is(.line, .head, .body) {
    width: max(100%, var(--table-width));
  }
  .sessions-table .head {
    position: sticky;
    z-index: 2;
    top: 0;
    background: var(--background);
    box-shadow: inset 0 -1px var(--line);
  }
  .sessions-table .body {
    position: relative;
    contain: layout style;
  }
  .sessions-table .body .line {
    position: absolute;
    top: 0;
    left: 0;
    contain: strict;
  }
  .sessions-table .cell {
    display: block;
    box-sizing: border-box;
    min-width: 0;
    height: 100%;
    padding: 0 6px;
    overflow: hidden;
    line-height: var(--row-height);
    white-space: pre;
    text-overflow: ellipsis;
  }
  .sessions-table .cell.state {
    text-overflow: clip;
  }
  .sessions-table .cell.wide {
    grid-column: 2 / -1;
  }
  .sessions-table [role='columnheader'] {
    display: flex;
    align-items: center;
    gap: 2px;
    color: var(--quiet);
    cursor: pointer;
  }
  .sessions-table [role='columnheader'] .heading {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .sessions-table [role='columnheader']:hover,
  .sessions-table [role='columnheader'][aria-sort$='ending'] {
    color: var(--vscode-foreground);
  }
  .sessions-table .cell > .icon {
    height: 100%;
    vertical-align: top;
  }
  .sessions-table [role='columnheader'] span {
    display: inline-flex;
  }
  .sessions-table .body .line:hover {
    background: var(--vscode-list-hoverBackground);
    color: var(--vscode-list-hoverForeground, inherit);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .sessions-table .line[aria-selected='true'] {
    background: var(--vscode-list-inactiveSelectionBackground);
    color: var(--vscode-list-inactiveSelectionForeground, inherit);
    outline: 1px dotted var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .sessions-table [role='grid']:focus .line[aria-selected='true'] {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground, inherit);
  }
  .sessions-table [role='grid']:focus .line[aria-selected='true'] .icon {
    color: var(--vscode-list-activeSelectionIconForeground, inherit);
  }
  .sessions-table [role='grid']:focus .marked {
    outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
    outline-offset: -1px;
  }
  .sessions-table [role='grid']:focus .line.marked[aria-selected='true'] {
    outline-color: var(
      --vscode-list-focusAndSelectionOutline,
      var(--vscode-contrastActiveBorder, var(--vscode-list-focusOutline))
    );
  }
  .sessions-table .empty {
    padding: 12px 6px;
    color: var(--quiet);
  }
  @media (forced-colors: active) {
    .sessions-table .line[aria-selected='true'],
    .sessions-table [role='option'][aria-selected='true'] {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .sessions-table .line[aria-selected='true'] .icon {
      color: HighlightText;
    }
    .sessions-table [role='grid']:focus .marked {
      outline: 2px solid CanvasText;
    }
  }
`;
