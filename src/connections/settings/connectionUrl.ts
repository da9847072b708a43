import { l10n } from 'vscode';

/** A usable base address, or why it is none, in one sentence. */
export type ConnectionUrl = UsableUrl | { readonly kind: 'unusable'; readonly problem: string };

export interface UsableUrl {
  readonly kind: 'usable';
  /** Of a Unix socket: http://localhost plus the prefix. */
  readonly url: URL;
  readonly socketPath: string | undefined;
}

const example = 'http://127.0.0.1:4434';
const socketExample = 'unix:/run/kratos/admin.sock';

/**
 * The base address of an admin API. A trailing slash and the `/admin` of its paths are taken off; what has no place in a
 * setting (credentials) or in a base address (query, fragment) is refused. A socket is `unix:/path/to.sock`, a prefix
 * behind it `unix:/path/to.sock:/prefix`.
 */
export function parseConnectionUrl(text: string): ConnectionUrl {
  const trimmed = text.trim();
  if (trimmed === '') {
    return unusable(l10n.t('The address is missing. Enter the address of the admin API, e.g. {0}.', example));
  }
  if (/^unix:/i.test(trimmed)) {
    return parseSocket(trimmed.slice('unix:'.length));
  }
  if (!/^https?:\/\//i.test(trimmed)) {
    return unusable(l10n.t('The address must begin with http://, https:// or unix:/, e.g. {0}.', example));
  }
  const url = URL.parse(trimmed);
  if (url === null) {
    return unusable(l10n.t('This is not a valid address. Enter one like {0}.', example));
  }
  return baseOf(url, undefined);
}

function parseSocket(text: string): ConnectionUrl {
  const path = text.replace(/^\/\/(?=\/)/, '');
  const colon = path.indexOf(':');
  const socketPath = colon < 0 ? path : path.slice(0, colon);
  const prefix = colon < 0 ? '' : path.slice(colon + 1);
  if (!socketPath.startsWith('/') || socketPath.endsWith('/')) {
    return unusable(l10n.t('A Unix socket requires an absolute path, e.g. {0}.', socketExample));
  }
  const url = prefix === '' || prefix.startsWith('/') ? URL.parse(`http://localhost${prefix}`) : null;
  if (url === null) {
    return unusable(
      l10n.t('What follows the socket’s path must begin with “:/”, e.g. {0}.', `${socketExample}:/kratos`),
    );
  }
  return baseOf(url, socketPath);
}

function baseOf(url: URL, socketPath: string | undefined): ConnectionUrl {
  if (url.username !== '' || url.password !== '') {
    return unusable(
      l10n.t('The address contains a user name or password, which must not be in settings. Remove them.'),
    );
  }
  if (url.search !== '' || url.hash !== '') {
    return unusable(l10n.t('The address has a query or fragment (“?” or “#”). Remove it.'));
  }
  // An empty query or fragment survives in href.
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/admin$/, '')
    .replace(/\/+$/, '');
  return { kind: 'usable', url, socketPath };
}

/** The address as it is written into the setting and shown: without a trailing slash. */
export function addressText({ url, socketPath }: Pick<UsableUrl, 'url' | 'socketPath'>): string {
  if (socketPath === undefined) {
    return url.href.replace(/\/$/, '');
  }
  return url.pathname === '/' ? `unix:${socketPath}` : `unix:${socketPath}:${url.pathname}`;
}

function unusable(problem: string): ConnectionUrl {
  return { kind: 'unusable', problem };
}
