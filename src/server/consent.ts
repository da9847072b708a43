import { l10n, type Memento, window } from 'vscode';
import type { ServerOptions } from '../core/http/connectionOptions.ts';
import { isLoopback } from '../core/http/proxy/loopback.ts';
import { type Transport, TransportError } from '../core/http/transport.ts';

/**
 * Resolves to whether requests may be sent without encryption for a key of `consentKey`. With `again`, an earlier
 * refusal does not count.
 */
export type AskUnencrypted = (key: string, again?: boolean) => Promise<boolean>;

type Route = Pick<ServerOptions, 'base' | 'socketPath' | 'proxy'>;

const storageKey = 'kratosExplorer.unencryptedOrigins';

/** Remembers a yes in `memory` and a no until the window closes. Concurrent requests share one question. */
export function createAskUnencrypted(memory: Pick<Memento, 'get' | 'update'>): AskUnencrypted {
  const asking = new Map<string, Promise<boolean>>();
  const refused = new Set<string>();
  const allowed = () => memory.get<readonly string[]>(storageKey) ?? [];

  async function ask(key: string): Promise<boolean> {
    if (!(await askAboutUnencrypted(key))) {
      refused.add(key);
      return false;
    }
    refused.delete(key);
    await memory.update(storageKey, [...allowed(), key]);
    return true;
  }

  return async (key, again = false) => {
    if (allowed().includes(key)) {
      return true;
    }
    const known = asking.get(key);
    if (known === undefined && refused.has(key) && !again) {
      return false;
    }
    const question = known ?? ask(key).finally(() => asking.delete(key));
    asking.set(key, question);
    return await question;
  };
}

async function askAboutUnencrypted(key: string): Promise<boolean> {
  const useIt = l10n.t('Connect Without Encryption');
  const chosen = await window.showWarningMessage(
    l10n.t('The connection to {0} is not encrypted.', key),
    {
      modal: true,
      detail: l10n.t(
        'Anyone on the network path can read and change everything, including keys. Use https:// if the server supports it. You are asked once per address.',
      ),
    },
    useIt,
  );
  return chosen === useIt;
}

/** Returns the consent key: the origin, plus the proxy for loopback addresses. */
function consentKey({ base, proxy }: Route): string {
  return proxy.kind === 'this' && isLoopback(base) ? `${base.origin} (${proxy.url.origin})` : base.origin;
}

/** How consent is requested, and whether the next request asks again after a refusal. */
export interface Consent {
  readonly ask: AskUnencrypted;
  again: boolean;
}

/** Sends nothing without encryption before the user consented; until then, requests fail as notEncrypted. */
export function withConsent(transport: Transport, server: Route, consent: Consent): Transport {
  if (!isUnencrypted(server)) {
    return transport;
  }
  return {
    async send(request) {
      const { again } = consent;
      consent.again = false;
      if (!(await consent.ask(consentKey(server), again))) {
        throw new TransportError({ kind: 'notEncrypted', origin: server.base.origin });
      }
      return transport.send(request);
    },
    close: () => transport.close(),
  };
}

/** Returns whether others can read what is sent: http: to another machine, or to this one through a proxy elsewhere. */
export function isUnencrypted({ base, socketPath, proxy }: Route): boolean {
  // VS Code's settings and the environment never name a proxy for this machine.
  const isProxySafe = proxy.kind !== 'this' || proxy.url.protocol === 'https:' || isLoopback(proxy.url);
  return base.protocol === 'http:' && socketPath === undefined && !(isLoopback(base) && isProxySafe);
}
