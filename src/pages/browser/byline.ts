import { html, nothing, type TemplateResult } from 'lit';

/** Draws facts in one line; the last one, the connection, with the colored dot that its row in the tree has. */
export function drawByline(parts: readonly string[], connectionColor: string | undefined): TemplateResult {
  return html`<p class="byline">
    ${parts.map((part, index) => {
      const dot = index === parts.length - 1 ? environmentDot(connectionColor) : nothing;
      return html`${index === 0 ? nothing : html` <span aria-hidden="true">·</span> `}${dot}<bdi>${part}</bdi>`;
    })}
  </p>`;
}

function environmentDot(color: string | undefined): TemplateResult | typeof nothing {
  if (color === undefined) {
    return nothing;
  }
  // VS Code provides the theme's colors as custom properties: charts.red is --vscode-charts-red.
  const background = `var(--vscode-${color.replaceAll('.', '-')})`;
  // Set as a property, because the content security policy blocks style attributes.
  return html`<span class="environment" aria-hidden="true" .style=${`background: ${background}`}></span>`;
}
