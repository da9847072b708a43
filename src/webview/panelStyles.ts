import { type CSSResult, css } from 'lit';
import { factorStyles } from './factorStyles.ts';
import { frameStyles } from './frameStyles.ts';
import { headerStyles } from './headerStyles.ts';
import { sectionStyles } from './sectionStyles.ts';
import { timelineStyles } from './timelineStyles.ts';

const wide = css`
  @media (min-width: 480px) {
    .row {
      display: grid;
      grid-template-columns: minmax(9em, 12em) 1fr;
      column-gap: 12px;
    }
  }
  @media (min-width: 760px) {
    section:not(.json) {
      display: grid;
      grid-template-columns: 10em 1fr;
      column-gap: 16px;
    }
    .content {
      padding-top: 0;
    }
  }
`;

const narrow = css`
  @media (max-width: 479.9px) {
    main {
      padding: 12px 12px 24px;
    }
  }
`;

/** For document.adoptedStyleSheets, which the content security policy allows. */
export const panelStyles = [frameStyles, headerStyles, sectionStyles, factorStyles, timelineStyles, wide, narrow]
  .map((styles: CSSResult) => styles.styleSheet)
  .filter((sheet) => sheet !== undefined);
