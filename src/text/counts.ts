import { env, l10n } from 'vscode';
import type { ListEnd } from '../core/kratos/listReader.ts';

interface Count {
  readonly shown: number;
  /** The server's count, if it reports one. */
  readonly total: number | undefined;
  readonly end: ListEnd;
}

/** Returns the language of dates and numbers. Without a bundle for the display language, all text is English. */
export function locale(): string {
  return l10n.bundle === undefined ? 'en' : env.language;
}

/** Formats 1203 as "1,203". */
export function numberWords(n: number): string {
  return n.toLocaleString(locale());
}

/** Says how much of a list is shown and if that is all: "100 of 1,203", "51 shown, the server reports no count". */
export function countWords({ shown, total, end }: Count): string {
  const part =
    total === undefined
      ? l10n.t('{0} shown', numberWords(shown))
      : l10n.t('{0} of {1}', numberWords(shown), numberWords(total));
  switch (end.kind) {
    case 'more':
      return part;
    case 'complete':
      return l10n.t('{0} of {1}', numberWords(shown), numberWords(shown));
    case 'unproven': {
      const isMore = end.why === 'moved' && total !== undefined && shown > total;
      return unprovenWords[end.why](isMore ? seenWords(shown, total) : part);
    }
  }
}

const unprovenWords: Readonly<Record<Extract<ListEnd, { kind: 'unproven' }>['why'], (part: string) => string>> = {
  moved: (part) => l10n.t('{0}, the list changed while it was read', part),
  noCount: (part) => l10n.t('{0}, the server reports no count', part),
  pages: (part) => l10n.t('{0}, read to the end', part),
  noLinks: (part) => l10n.t('{0}, the server does not say whether there are more', part),
  brokenLinks: (part) => l10n.t('{0}, the server returned no usable link to the rest', part),
  cached: (part) => l10n.t('{0}, a cache answered instead of the server', part),
  falseCount: (part) => l10n.t('{0}, the server’s count is wrong', part),
  repeats: (part) => l10n.t('{0}, the server sent no further rows', part),
};

/** Joins the first texts, and counts the others: "DE, FR and 3 more". */
export function listText(texts: readonly string[], most: number): string {
  const shown = texts.slice(0, most).join(', ');
  const more = texts.length - most;
  return more > 0 ? l10n.t('{0} and {1} more', shown, numberWords(more)) : shown;
}

/** Adds to "Saved 3 sessions" how many of the selected rows were left out. */
export function leftOutWords(done: string, unreadable: number): string {
  if (unreadable === 0) {
    return done;
  }
  return unreadable === 1
    ? l10n.t('{0}, without 1 unreadable row', done)
    : l10n.t('{0}, without {1} unreadable rows', done, numberWords(unreadable));
}

export function waitingWords(seconds: number): string {
  return l10n.t('Waiting {0} s for the rate limit', numberWords(seconds));
}

/** Rows that the server no longer counts stay in the list. */
function seenWords(shown: number, total: number): string {
  return l10n.t('{0} seen, {1} by the server’s last count', numberWords(shown), numberWords(total));
}
