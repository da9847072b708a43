import { window } from 'vscode';
import type { SecretName, ServerOptions } from '../../core/http/connectionOptions.ts';
import type { Secret } from '../secrets/connectionSecrets.ts';
import { fits, type SecretPlace, secretPlaces } from '../secrets/secretPlaces.ts';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { serverOptions } from '../settings/serverOptions.ts';

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
  const others = draft.secrets.filter((secret) => !fits(place, secret));
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
  const read = serverOptions(entry);
  return read.kind === 'unusable' ? read.problem : undefined;
}

/** Returns the server's options. Throws if a step has accepted an unusable value. */
export function serverOf({ entry }: ConnectionDraft): ServerOptions {
  const read = serverOptions(entry);
  if (read.kind === 'unusable') {
    throw new Error(read.problem);
  }
  return read.server;
}

/** Returns the secrets to store: those of the draft's server, and those of proxies that an automatic choice may use. */
export function neededSecrets(draft: ConnectionDraft): readonly Secret[] {
  const server = serverOf(draft);
  const places = secretPlaces(server);
  return draft.secrets.filter(
    (secret) =>
      places.some((place) => fits(place, secret)) ||
      (['proxyPassword', 'proxyLogin'].includes(secret.name) && server.proxy.kind === 'automatic'),
  );
}
