import type { PanelWords } from '../details/panelWords.ts';
import type { PanelMessage } from '../details/protocol.ts';

/** What every part of the panel is drawn with. */
export interface Drawing {
  readonly words: PanelWords;
  readonly locale: string;
  /** In milliseconds of the epoch. */
  readonly now: number;
  /** The copy button that shows its check mark. */
  readonly copied: string | undefined;
  readonly jsonOpen: boolean;
  readonly send: (message: PanelMessage) => void;
  readonly toggleJson: (open: boolean) => void;
}
