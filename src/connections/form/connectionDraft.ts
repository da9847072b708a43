import type { SecretName, Secrets, ServerOptions } from '../../http/connectionOptions.ts';
import type { Secret } from '../secrets/connectionSecrets.ts';
import { fits, type SecretPlace, secretPlaces } from '../secrets/secretPlaces.ts';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { serverOptions } from '../settings/serverOptions.ts';

/** A connection on its way into the settings. Each step makes a new one of it. */
export interface Draft {
  readonly entry: ConnectionEntry;
  /** Secrets typed now, then those already stored; the first match wins. */
  readonly secrets: readonly Secret[];
  /**
   * The person chose a custom environment, even if it looks like a usual one by now. Undefined before they chose: then the
   * entry decides.
   */
  readonly ownEnvironment?: boolean;
}

export function emptyDraft(): Draft {
  return { entry: { name: '', url: '' }, secrets: [] };
}

/** The draft with these members of its entry; one that is undefined is left out of what is written. */
export function withEntry(draft: Draft, over: Partial<ConnectionEntry>): Draft {
  return { ...draft, entry: withoutUndefined({ ...draft.entry, ...over }) };
}

function withoutUndefined(entry: ConnectionEntry): ConnectionEntry {
  const members = Object.entries(entry).filter(([, value]) => value !== undefined);
  return { name: entry.name, url: entry.url, ...Object.fromEntries(members) };
}

export function withSecret(draft: Draft, place: SecretPlace, value: string): Draft {
  const others = draft.secrets.filter((secret) => !fits(place, secret));
  const entered = value === '' ? [] : [{ name: place.name, origin: place.origin, value }];
  return { ...draft, secrets: [...entered, ...others] };
}

/** How the server of the draft is reached; fails where a step has let something wrong through. */
export function serverOf({ entry }: Draft): ServerOptions {
  const read = serverOptions(entry);
  if (read.kind === 'unusable') {
    throw new Error(read.problem);
  }
  return read.server;
}

/** The secrets that the server needs and that were never entered for it. */
export function missingSecrets(draft: Draft): readonly SecretPlace[] {
  return secretPlaces(serverOf(draft)).filter(
    (place) => !place.optional && !draft.secrets.some((secret) => fits(place, secret)),
  );
}

/**
 * What is kept of the draft: the secrets that its server needs, and none that was entered for another; with them those
 * for the proxies of the settings and the environment, which may be on the way to any server.
 */
export function neededSecrets(draft: Draft): readonly Secret[] {
  const server = serverOf(draft);
  const places = secretPlaces(server);
  return draft.secrets.filter(
    (secret) =>
      places.some((place) => fits(place, secret)) ||
      (['proxyPassword', 'proxyLogin'].includes(secret.name) && server.proxy.kind === 'automatic'),
  );
}

/** The secrets of a draft as requests ask for them. */
export function draftSecrets({ secrets }: Draft): Secrets {
  return {
    async get(name: SecretName, origin: string) {
      return secrets.find((secret) => secret.name === name && secret.origin === origin)?.value;
    },
  };
}
