import { basicLogin, requiredSecret } from '../authentication.ts';
import type { NetworkSettings, Secrets } from '../connectionOptions.ts';
import type { ChosenProxy } from './chosenProxy.ts';

type Proxy = Extract<ChosenProxy, { kind: 'proxy' }>;

export interface ProxyLogin {
  /** The value of Proxy-Authorization. */
  readonly authorization: string;
  /** Values that no text may contain. */
  readonly secrets: readonly string[];
}

/**
 * Returns the login at the proxy: the one entered for it, if its address names no user; else http.proxyAuthorization,
 * unless the proxy is the connection's own; else the user and password of its address, or the password entered for it.
 */
export async function proxyLogin(
  { source, url }: Proxy,
  network: NetworkSettings,
  secrets: Secrets,
): Promise<ProxyLogin | undefined> {
  const username = decoded(url.username);
  const written = decoded(url.password);
  const entered = username === '' ? await secrets.get('proxyLogin', url.origin) : undefined;
  if (entered !== undefined && entered !== '') {
    return enteredLogin(entered);
  }
  const setting = source === 'connection' ? '' : (network.proxyAuthorization?.trim() ?? '');
  if (written === '' && setting !== '') {
    return { authorization: setting, secrets: [setting, setting.replace(/^\S+\s+/, '')] };
  }
  if (username === '') {
    return undefined;
  }
  const password = written === '' ? await requiredSecret(secrets, 'proxyPassword', url.origin) : written;
  const login = basicLogin(username, password);
  return { authorization: `Basic ${login}`, secrets: [login, password, url.password] };
}

/** The first colon ends the user name (RFC 7617), which is not redacted: it is often a common word such as admin. */
function enteredLogin(entered: string): ProxyLogin {
  const colon = entered.indexOf(':');
  const [username, password] = [entered.slice(0, colon), entered.slice(colon + 1)];
  const login = basicLogin(username, password);
  return { authorization: `Basic ${login}`, secrets: [login, entered, password] };
}

/** Keeps a "%" that encodes nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
