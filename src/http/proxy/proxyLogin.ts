import { basicLogin, requiredSecret } from '../authentication.ts';
import type { NetworkSettings, Secrets } from '../connectionOptions.ts';
import type { ChosenProxy } from './chosenProxy.ts';

type Proxy = Extract<ChosenProxy, { kind: 'proxy' }>;

export interface ProxyLogin {
  /** The value of Proxy-Authorization. */
  readonly authorization: string;
  /** What must not appear in any text. */
  readonly secrets: readonly string[];
}

/**
 * What the proxy is told of who asks: the log-in in its address, http.proxyAuthorization where the proxy is VS Code's or
 * the environment's, or the address's user name with the secret for this proxy. An address without a user name gets the
 * log-in that was entered for this proxy, which goes before the setting. Undefined for none of them.
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

/** A user name holds no colon (RFC 7617): the first one ends it. Names are often words that texts need, such as admin, and stay in them. */
function enteredLogin(entered: string): ProxyLogin {
  const colon = entered.indexOf(':');
  const [username, password] = [entered.slice(0, colon), entered.slice(colon + 1)];
  const login = basicLogin(username, password);
  return { authorization: `Basic ${login}`, secrets: [login, entered, password] };
}

/** A "%" that is none of the address's encoding stays. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
