import type { Session } from './session.ts';

/** The moment that an RFC 3339 text names; undefined where there is none to be read. */
export function momentOf(text: string | undefined): Date | undefined {
  const moment = text === undefined ? undefined : new Date(text);
  return moment === undefined || Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** When the session began; undefined where the server does not tell. */
export function createdAt({ issuedAt, authenticatedAt }: Session): Date | undefined {
  return momentOf(issuedAt ?? authenticatedAt);
}
