import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { StatusModel } from '../protocol/sessionModel.ts';

function icon(shapes: SVGTemplateResult, className = ''): TemplateResult {
  return html`<svg class="icon ${className}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${shapes}</svg>`;
}

export const copyIcon = icon(
  svg`<rect x="5.5" y="5.5" width="7" height="8" rx="1" /><path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-5a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h1" />`,
);
export const checkIcon = icon(svg`<path d="m3 8.5 3.5 3.5L13 4.5" />`);
export const closeIcon = icon(svg`<path d="m4 4 8 8m0-8-8 8" />`);
export const refreshIcon = icon(svg`<path d="M13 8a5 5 0 1 1-1.5-3.6M13.2 2v2.8h-2.8" />`);
export const openIcon = icon(
  svg`<path d="M4 2.5h5l3.5 3.5v7a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5V3a.5.5 0 0 1 .5-.5ZM9 2.5V6h3.5" />`,
);
export const listIcon = icon(svg`<path d="M3 4h.01M3 8h.01M3 12h.01M6 4h7.5M6 8h7.5M6 12h7.5" />`);
export const chevronIcon = icon(svg`<path d="m6 3.5 4.5 4.5L6 12.5" />`);
export const warningIcon = icon(svg`<path d="M8 2.5 14 13.5H2ZM8 6.5v3.5M8 11.4v.8" />`);
export const placeIcon = icon(
  svg`<path d="M8 14S3.5 9.9 3.5 6.5a4.5 4.5 0 0 1 9 0C12.5 9.9 8 14 8 14Z" /><circle cx="8" cy="6.5" r="1.5" />`,
);
export const deviceIcon = icon(
  svg`<rect x="2.5" y="3" width="11" height="7.5" rx="1" /><path d="M5.5 13.5h5M8 10.5v3" />`,
);
export const keyIcon = icon(svg`<circle cx="5" cy="8" r="2.5" /><path d="M7.5 8h6v2.5M11 8v2" />`);
export const changeIcon = icon(svg`<path d="m3 13 .75-3L10.5 3.25l2.25 2.25L6 12.25Z" />`);
export const unlockedIcon = icon(
  svg`<rect x="3.5" y="7.5" width="9" height="6" rx="1" /><path d="M5.5 7.5V5a2.5 2.5 0 0 1 4.9-.7" />`,
);

export const blockedIcon = icon(svg`<circle cx="8" cy="8" r="5.75" /><path d="m4 4 8 8" />`);

const ring = svg`<circle cx="8" cy="8" r="5.75" />`;

/** Renders the state by shape and color, with the shapes of media/session/. */
export function statusIcon(kind: StatusModel['kind']): TemplateResult {
  switch (kind) {
    case 'active':
      return icon(svg`${ring}<circle class="solid" cx="8" cy="8" r="2.75" />`, 'state-active');
    case 'expired':
    case 'expiredOrRevoked':
      return icon(svg`${ring}<path d="M8 4.75V8l2.25 1.75" />`, 'state-over');
    case 'revoked':
      return icon(svg`${ring}<path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2" />`, 'state-over');
    case 'identityInactive':
      return icon(svg`${ring}<path d="m4 4 8 8" />`, 'state-blocked');
  }
}
