import { l10n } from 'vscode';
import { refuse } from './unusableValue.ts';

/** The base address of an admin API. */
interface ConnectionUrl {
  /** For a Unix socket: http://localhost plus the prefix. */
  readonly url: URL;
  readonly socketPath: string | undefined;
}

const example = 'http://127.0.0.1:4434';
const socketExample = 'unix:/run/kratos/admin.sock';

/**
 * Parses the base address of an admin API and removes a trailing slash and `/admin`. Refuses credentials, a query and a
 * fragment. A socket is `unix:/path/to.sock` or, with a path prefix, `unix:/path/to.sock:/prefix`.
 */
export function parseConnectionUrl(text: string): ConnectionUrl {
  const trimmed = text.trim();
  if (trimmed === '') {
    refuse(l10n.t('The address is missing. Enter the address of the admin API, e.g. {0}.', example));
  }
  if (/^unix:/i.test(trimmed)) {
    return parseSocket(trimmed.slice('unix:'.length));
  }
  if (!/^https?:\/\//i.test(trimmed)) {
    refuse(l10n.t('The address must begin with http://, https:// or unix:/, e.g. {0}.', example));
  }
  const url = URL.parse(trimmed);
  if (url === null) {
    refuse(l10n.t('This is not a valid address. Enter one like {0}.', example));
  }
  return baseOf(url, undefined);
}

function parseSocket(text: string): ConnectionUrl {
  const path = text.replace(/^\/\/(?=\/)/, '');
  const colon = path.indexOf(':');
  const socketPath = colon < 0 ? path : path.slice(0, colon);
  const prefix = colon < 0 ? '' : path.slice(colon + 1);
  if (!socketPath.startsWith('/') || socketPath.endsWith('/')) {
    refuse(l10n.t('A Unix socket requires an absolute path, e.g. {0}.', socketExample));
  }
  const url = prefix === '' || prefix.startsWith('/') ? URL.parse(`http://localhost${prefix}`) : null;
  if (url === null) {
    refuse(l10n.t('What follows the socket’s path must begin with “:/”, e.g. {0}.', `${socketExample}:/kratos`));
  }
  return baseOf(url, socketPath);
}

function baseOf(url: URL, socketPath: string | undefined): ConnectionUrl {
  if (url.username !== '' || url.password !== '') {
    refuse(l10n.t('The address contains a user name or password, which must not be in settings. Remove them.'));
  }
  if (url.search !== '' || url.hash !== '') {
    refuse(l10n.t('The address has a query or fragment (“?” or “#”). Remove it.'));
  }
  // Without this, href keeps an empty query or fragment.
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/admin$/, '')
    .replace(/\/+$/, '');
  return { url, socketPath };
}

/** Returns the address for the setting and for display, without a trailing slash. */
export function addressText({ url, socketPath }: ConnectionUrl): string {
  if (socketPath === undefined) {
    return url.href.replace(/\/$/, '');
  }
  return url.pathname === '/' ? `unix:${socketPath}` : `unix:${socketPath}:${url.pathname}`;
}
