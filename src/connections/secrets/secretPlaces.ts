import { l10n } from 'vscode';
import type { ConnectionOptions, SecretName } from '../../http/connectionOptions.ts';
import { chosenProxy } from '../../http/proxy/chosenProxy.ts';
import type { NetworkSettings } from '../../http/proxy/networkSettings.ts';
import { serverOrigin } from '../../http/serverOrigin.ts';
import type { ServerOptions } from '../connection.ts';
import { headerValueProblem } from '../settings/headerEntries.ts';
import type { Secret } from './connectionSecrets.ts';

/** A secret that a connection is reached with, and what it is entered for. */
export interface SecretPlace {
  readonly name: SecretName;
  readonly origin: string;
  /** A client certificate may have no passphrase, and a proxy may want no log-in. */
  readonly optional: boolean;
}

/** The secrets of a server, in the order in which they are asked for. */
export function secretPlaces(server: ServerOptions): readonly SecretPlace[] {
  const origin = serverOrigin(server);
  const { authentication, clientCertificate, proxy } = server;
  const places: SecretPlace[] = authenticationSecrets(authentication).map((name) => ({
    name,
    origin,
    optional: false,
  }));
  if (clientCertificate !== undefined) {
    places.push({ name: 'passphrase', origin, optional: true });
  }
  if (proxy.kind === 'this') {
    places.push(proxyPlace(proxy.url));
  }
  return places;
}

/** The password of a proxy that the settings or the environment name, or all of its log-in where they name no user. */
export function proxySecret(options: ConnectionOptions, network: NetworkSettings): readonly SecretPlace[] {
  const chosen = chosenProxy(options, network, process.env);
  return chosen.kind === 'proxy' && chosen.source !== 'connection' && chosen.url.password === ''
    ? [proxyPlace(chosen.url)]
    : [];
}

/** Without a user in its address a proxy may want a log-in or none: only a request tells. */
function proxyPlace({ username, origin }: URL): SecretPlace {
  return username === ''
    ? { name: 'proxyLogin', origin, optional: true }
    : { name: 'proxyPassword', origin, optional: false };
}

/** The name of every secret that this way of authentication sends. */
export function authenticationSecrets(authentication: ServerOptions['authentication']): readonly SecretName[] {
  switch (authentication.kind) {
    case 'none':
      return [];
    case 'bearer':
      return ['bearer'];
    case 'basic':
      return ['password'];
    case 'headers':
      return authentication.headers
        .filter(({ value }) => value === undefined)
        .map(({ name }) => `header:${name.toLowerCase()}` as const);
  }
}

/** Whether `secret` is what this place takes: a secret for another origin is not. */
export function fits({ name, origin }: SecretPlace, secret: Pick<Secret, 'name' | 'origin'>): boolean {
  return secret.name === name && secret.origin === origin;
}

/** What to ask for; of a whole log-in the user name, which goes first. */
export function secretPrompt({ name, origin }: SecretPlace): string {
  switch (name) {
    case 'bearer':
      return l10n.t('API key for {0}, e.g. of an Ory Network project (ory_pat_…)', origin);
    case 'password':
      return l10n.t('Password for {0}', origin);
    case 'passphrase':
      return l10n.t('Passphrase of the client certificate for {0}; empty if it has none', origin);
    case 'proxyPassword':
      return l10n.t('Password for the proxy {0}', origin);
    case 'proxyLogin':
      return l10n.t('User name for the proxy {0}; empty if it wants no log-in', origin);
    default:
      return l10n.t('Value of the header {0} for {1}', name.slice('header:'.length), origin);
  }
}

/** Why this cannot be the secret, in one sentence that repeats nothing of it; undefined when it can. */
export function secretProblem({ name, optional }: SecretPlace, value: string): string | undefined {
  if (value === '') {
    return optional ? undefined : l10n.t('It is missing. Enter it, or press Escape.');
  }
  switch (name) {
    case 'bearer':
      return keyProblem(value);
    case 'password':
    case 'passphrase':
    case 'proxyPassword':
    case 'proxyLogin':
      return /\p{Cc}/u.test(value) ? l10n.t('It holds a line end or another control character.') : undefined;
    default:
      return headerValueProblem(value);
  }
}

function keyProblem(value: string): string | undefined {
  if (/^bearer\s/i.test(value)) {
    return l10n.t('Enter the key alone, without “Bearer”.');
  }
  if (/^ory_wak_/i.test(value)) {
    return l10n.t(
      'This is a workspace key (ory_wak_…): Ory Network does not take one for identities and sessions. Make an API key of the project (ory_pat_…).',
    );
  }
  return /^[\x21-\x7e]+$/.test(value) ? undefined : l10n.t('A key is one word of plain characters.');
}

/** As it is kept: keys and headers are pasted with what surrounds them, passwords may begin with a space. */
export function cleanSecret({ name }: SecretPlace, text: string): string {
  return name === 'bearer' || name.startsWith('header:') ? text.trim() : text;
}

/** Where it is kept. VS Code tells no extension whether Linux has a keyring (microsoft/vscode#187338). */
export function storageNote(): string {
  return process.platform === 'linux'
    ? l10n.t('It is kept in VS Code’s secret storage, which without a keyring protects it only weakly.')
    : l10n.t('It is kept in VS Code’s secret storage.');
}
