import type { Session } from './session.ts';

/** Returns the moment of an RFC 3339 text; undefined for any other text. */
export function momentOf(text: string | undefined): Date | undefined {
  const moment = text === undefined ? undefined : new Date(text);
  return moment === undefined || Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** Returns when the session began; undefined if the server does not say. */
export function createdAt({ issuedAt, authenticatedAt }: Session): Date | undefined {
  return momentOf(issuedAt ?? authenticatedAt);
}
