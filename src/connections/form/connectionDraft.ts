import { window } from 'vscode';
import type { SecretName } from '../../core/http/connectionOptions.ts';
import type { Secret } from '../secrets/connectionSecrets.ts';
import { isSecretOf, type SecretPlace, secretPlaces } from '../secrets/secretPlaces.ts';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { serverOptions } from '../settings/serverOptions.ts';
import { problemOf } from '../settings/unusableValue.ts';

/** A connection while it is edited. Immutable: each step returns a new one. */
export interface ConnectionDraft {
  readonly entry: ConnectionEntry;
  /** Secrets typed in this form, then those already stored; the first match wins. */
  readonly secrets: readonly Secret[];
}

/** Returns the draft with these members of its entry, without those that are undefined. */
export function withEntry(draft: ConnectionDraft, over: Partial<ConnectionEntry>): ConnectionDraft {
  const { name, url, ...others } = { ...draft.entry, ...over };
  return { ...draft, entry: { name, url, ...withoutUndefined(others) } };
}

/** Returns the draft with these TLS options. Without any, the entry has no "tls". */
export function withTls(draft: ConnectionDraft, over: NonNullable<ConnectionEntry['tls']>): ConnectionDraft {
  const tls = withoutUndefined({ ...draft.entry.tls, ...over });
  return withEntry(draft, { tls: Object.keys(tls).length === 0 ? undefined : tls });
}

function withoutUndefined<Members extends object>(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Members;
}

export function withSecret(draft: ConnectionDraft, place: SecretPlace, value: string): ConnectionDraft {
  const others = draft.secrets.filter((secret) => !isSecretOf(place, secret));
  const entered = value === '' ? [] : [{ name: place.name, origin: place.origin, value }];
  return { ...draft, secrets: [...entered, ...others] };
}

/** Returns the draft without these secrets. */
export function withoutSecrets(draft: ConnectionDraft, names: readonly SecretName[]): ConnectionDraft {
  return { ...draft, secrets: draft.secrets.filter(({ name }) => !names.includes(name)) };
}

/** Returns whether a server can be reached with this draft. Says why if not. */
export async function isUsable({ entry }: ConnectionDraft): Promise<boolean> {
  const problem = entryProblem(entry);
  if (problem !== undefined) {
    await window.showWarningMessage(problem, { modal: true });
  }
  return problem === undefined;
}

/** Returns why no server can be reached with this entry, in one sentence, or undefined. */
export function entryProblem(entry: ConnectionEntry): string | undefined {
  return problemOf(() => serverOptions(entry));
}

/** Returns the draft. Refuses one with which no server can be reached. */
export function checkedDraft(draft: ConnectionDraft): ConnectionDraft {
  serverOptions(draft.entry);
  return draft;
}

/** Returns the secrets to store: those of the draft's server, and those of proxies that an automatic choice may use. */
export function neededSecrets(draft: ConnectionDraft): readonly Secret[] {
  const server = serverOptions(draft.entry);
  const places = secretPlaces(server);
  return draft.secrets.filter(
    (secret) =>
      places.some((place) => isSecretOf(place, secret)) ||
      (['proxyPassword', 'proxyLogin'].includes(secret.name) && server.proxy.kind === 'automatic'),
  );
}
