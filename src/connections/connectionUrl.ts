import { l10n } from 'vscode';

/** A usable base address, or why it is none, in one sentence. */
export type ConnectionUrl =
  | { readonly kind: 'usable'; readonly url: URL }
  | { readonly kind: 'unusable'; readonly problem: string };

const example = 'http://127.0.0.1:4434';

/**
 * The base address of an admin API. A trailing slash and the `/admin` of its paths are taken off; what has no place in a
 * setting (credentials) or in a base address (query, fragment) is refused.
 */
export function parseConnectionUrl(text: string): ConnectionUrl {
  const trimmed = text.trim();
  if (trimmed === '') {
    return unusable(l10n.t('The address is missing. Give the address of the admin API, e.g. {0}.', example));
  }
  if (!/^https?:\/\//i.test(trimmed)) {
    return unusable(l10n.t('The address must begin with http:// or https://, e.g. {0}.', example));
  }
  const url = URL.parse(trimmed);
  if (url === null) {
    return unusable(l10n.t('This is not an address. Write it like {0}.', example));
  }
  if (url.username !== '' || url.password !== '') {
    return unusable(
      l10n.t('The address holds a user name or a password, and settings are no place for secrets. Leave them out.'),
    );
  }
  if (url.search !== '' || url.hash !== '') {
    return unusable(l10n.t('The address goes on after a “?” or “#”. Leave that part out.'));
  }
  // An empty query or fragment survives in href.
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/admin$/, '')
    .replace(/\/+$/, '');
  return { kind: 'usable', url };
}

/** The address as it is written into the setting and shown: without a trailing slash. */
export function urlText(url: URL): string {
  return url.href.replace(/\/$/, '');
}

function unusable(problem: string): ConnectionUrl {
  return { kind: 'unusable', problem };
}
