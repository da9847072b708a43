import { l10n } from 'vscode';
import {
  type NetworkSettings,
  type SecretName,
  type ServerOptions,
  serverOrigin,
} from '../../core/http/connectionOptions.ts';
import { chosenProxy } from '../../core/http/proxy/chosenProxy.ts';
import { checkedHeaderValue } from '../settings/headerEntries.ts';
import { refuse } from '../settings/unusableValue.ts';
import type { Secret } from './connectionSecrets.ts';

/** A secret that requests need, and the origin that it is entered for. */
export interface SecretPlace {
  readonly name: SecretName;
  readonly origin: string;
  /** A client certificate may have no passphrase, and a proxy may require no login. */
  readonly optional: boolean;
}

/** Returns the secrets of a server in the order in which the user is asked for them. */
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

/** Returns the secrets of a server and of the proxy that the settings or the environment name for it. */
export function placesWithProxy(server: ServerOptions, network: NetworkSettings): readonly SecretPlace[] {
  const places = secretPlaces(server);
  const chosen = chosenProxy(server, network, process.env);
  return chosen.kind === 'proxy' && chosen.source !== 'connection' && chosen.url.password === ''
    ? [...places, proxyPlace(chosen.url)]
    : places;
}

/** A proxy without a user in its address may or may not require a login: only a request shows it. */
function proxyPlace({ username, origin }: URL): SecretPlace {
  return username === ''
    ? { name: 'proxyLogin', origin, optional: true }
    : { name: 'proxyPassword', origin, optional: false };
}

/** Returns the names of the secrets that this authentication sends. */
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

/** Returns whether `secret` was entered for this place. */
export function isSecretOf(
  { name, origin }: Pick<SecretPlace, 'name' | 'origin'>,
  secret: Pick<Secret, 'name' | 'origin'>,
): boolean {
  return secret.name === name && secret.origin === origin;
}

/** Returns the prompt for a secret; for a whole login, the prompt for its user name. */
export function secretPrompt({ name, origin }: SecretPlace): string {
  switch (name) {
    case 'bearer':
      return l10n.t('API key for {0}, e.g. from an Ory Network project (ory_pat_…)', origin);
    case 'password':
      return l10n.t('Password for {0}', origin);
    case 'passphrase':
      return l10n.t('Passphrase of the client certificate for {0} (leave empty if it has none)', origin);
    case 'proxyPassword':
      return l10n.t('Password for the proxy {0}', origin);
    case 'proxyLogin':
      return l10n.t('User name for the proxy {0} (leave empty if it requires no login)', origin);
    default:
      return l10n.t('Value of the header {0} for {1}', name.slice('header:'.length), origin);
  }
}

/** Returns the secret in a text. Trims keys and headers, which are often pasted with white space. */
export function checkedSecret({ name, optional }: SecretPlace, text: string): string {
  // A password may begin with a space.
  const value = name === 'bearer' || name.startsWith('header:') ? text.trim() : text;
  if (value === '') {
    return optional ? value : refuse(l10n.t('Enter a value, or press Escape to cancel.'));
  }
  switch (name) {
    case 'bearer':
      return checkedKey(value);
    case 'password':
    case 'passphrase':
    case 'proxyPassword':
    case 'proxyLogin':
      return /\p{Cc}/u.test(value)
        ? refuse(l10n.t('The value contains a line break or another control character. Enter it without.'))
        : value;
    default:
      return checkedHeaderValue(value);
  }
}

function checkedKey(key: string): string {
  if (/^bearer\s/i.test(key)) {
    refuse(l10n.t('Enter only the key, without “Bearer”.'));
  }
  if (/^ory_wak_/i.test(key)) {
    refuse(
      l10n.t(
        'This is a workspace key (ory_wak_…), which Ory Network does not accept for identities and sessions. Create an API key of the project (ory_pat_…).',
      ),
    );
  }
  return /^[\x21-\x7e]+$/.test(key) ? key : refuse(l10n.t('A key contains only ASCII characters, without spaces.'));
}

/** Returns where secrets are stored. Extensions cannot detect a missing keyring (microsoft/vscode#187338). */
export function storageNote(): string {
  return process.platform === 'linux'
    ? l10n.t('It is stored in VS Code’s secret storage, which protects it only weakly if there is no keyring.')
    : l10n.t('It is stored in VS Code’s secret storage.');
}
