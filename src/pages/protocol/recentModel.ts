import type { RecentPageWords } from '../words/recentPageWords.ts';
import type { Notice } from './sessionModel.ts';

/** What the page of recent sessions shows besides its rows, with all its words. */
export interface RecentPageModel {
  readonly words: RecentPageWords;
  readonly locale: string;
  readonly title: string;
  /** Is kept by the page, so that it is restored when the window is loaded again. */
  readonly connectionId: string;
  /** The connection with its environment. */
  readonly byline: readonly string[];
  /** The id of the theme color of the connection's environment, e.g. "charts.red". */
  readonly connectionColor: string | undefined;
  /** Progress text; undefined while nothing is read. */
  readonly busy: string | undefined;
  readonly notice: Notice | undefined;
  /** Which sessions were read: "2,000 newest sessions, back to 21 Nov 2026, 14:02". */
  readonly coverage: string;
  /** When sessions were read last, in milliseconds since the epoch. */
  readonly readAt: number | undefined;
  /** Whether older sessions can be read. */
  readonly mayReadMore: boolean;
  /** Whether the connection is unlocked. */
  readonly mayChange: boolean;
  /** Sentences on what the table does not show, and why. */
  readonly notes: readonly string[];
}
