import type { RecentPageWords } from '../words/recentPageWords.ts';
import type { PageModel } from './sessionModel.ts';

/** What the page of recent sessions shows besides its rows, with all its words. */
export interface RecentPageModel extends PageModel<RecentPageWords> {
  /** Is kept by the page, so that it is restored when the window is loaded again. */
  readonly connectionId: string;
  /** The connection with its environment. */
  readonly byline: readonly string[];
  /** The id of the theme color of the connection's environment, e.g. "charts.red". */
  readonly connectionColor: string | undefined;
  /** Which sessions were read: "2,000 newest sessions, back to 21 Nov 2026, 14:02". */
  readonly coverage: string;
  /** Whether older sessions can be read. */
  readonly mayReadMore: boolean;
  /** Whether the connection is unlocked. */
  readonly mayChange: boolean;
  /** Sentences on what the table does not show, and why. */
  readonly notes: readonly string[];
}
