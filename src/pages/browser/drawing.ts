import type { PanelMessage } from '../protocol/sessionMessages.ts';
import type { SessionPageWords } from '../words/sessionPageWords.ts';
import type { MenuButton } from './menuButton.ts';

export interface Drawing {
  readonly words: SessionPageWords;
  readonly locale: string;
  /** In milliseconds since the epoch. */
  readonly now: number;
  /** The key of the copy button that shows a check mark. */
  readonly copied: string | undefined;
  /** Says how long the connection remains unlocked. */
  readonly unlockLine: HTMLElement;
  /** Copies the session as a whole. */
  readonly copyMenu: MenuButton;
  readonly jsonOpen: boolean;
  readonly send: (message: PanelMessage) => void;
  readonly toggleJson: (open: boolean) => void;
}
