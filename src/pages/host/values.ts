import type { Connection } from '../../connections/connection.ts';
import { nameWithFacts } from '../../connections/connectionFacts.ts';
import { momentOf } from '../../core/kratos/moments.ts';
import { visibleText } from '../../text/visibleText.ts';
import type { Moment, Value } from '../protocol/sessionModel.ts';

export const valueLimit = 2_000;

/** Returns a server's text with invisible characters made visible; undefined for no text or an empty one. */
export function shownValue(text: string | undefined): Value | undefined {
  return text === undefined || text === '' ? undefined : { text: visibleText(text, valueLimit), exact: text };
}

/** Returns a server's time; undefined for no time, which Kratos writes as year 1. */
export function momentValue(text: string | undefined): Moment | undefined {
  const value = shownValue(text);
  if (value === undefined || value.exact.startsWith('0001-01-01T')) {
    return undefined;
  }
  return { ...value, at: momentOf(value.exact)?.getTime() };
}

/** Returns the name of a page's connection with its facts; its id where the settings no longer have it. */
export function connectionText(connection: Connection | undefined, id: string, isUnlocked: boolean): string {
  return visibleText(connection === undefined ? id : nameWithFacts(connection, isUnlocked ? 'shownBeside' : undefined));
}
