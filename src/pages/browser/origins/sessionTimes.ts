import type { SessionRow } from '../../protocol/sessionRow.ts';
import type { OriginWords } from '../../words/originWords.ts';
import { filled } from '../timeWords.ts';

/** A line of text for something that the axis shows; `at` is undefined where the server has no time. */
export interface TimeLine {
  readonly label: string;
  readonly at: number | undefined;
}

/** Returns a line for each moment of a session: sign-in, completed factors, end. */
export function sessionTimes(row: SessionRow, words: OriginWords): TimeLine[] {
  const { signedInAt, expiresAt, methods } = row;
  return [
    { label: words.signedIn, at: signedInAt },
    ...methods.map(({ method, provider, completedAt }) => ({
      label: filled(words.completed, { 0: provider === undefined ? method : `${method} (${provider})` }),
      at: completedAt,
    })),
    { label: endLabel(row, words), at: expiresAt },
  ];
}

function endLabel({ state, stateText }: SessionRow, words: OriginWords): string {
  switch (state) {
    case 'active':
      return words.expires;
    case 'expired':
      return words.expired;
    default:
      return filled(words.endedBefore, { 0: stateText });
  }
}
