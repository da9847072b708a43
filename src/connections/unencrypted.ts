import type { Memento } from 'vscode';
import type { BudgetedTransport } from '../http/budget/budgeted.ts';
import { isLoopback } from '../http/proxy/loopback.ts';
import { type HttpAnswer, type Transport, TransportError } from '../http/transport.ts';
import type { ServerOptions } from './connection.ts';
import { isUnencrypted } from './settings/connectionUrl.ts';

/**
 * Asks a person, once for each way (see `unencryptedWay`), whether requests may go it without encryption; `again` for what
 * the person does to have a connection tried again: somebody who said no is not asked by anything else.
 */
export type AskUnencrypted = (way: string, again?: boolean) => Promise<boolean>;

/** A transport that may tell which requests wait for the server's rate limit. */
export type WaitingTransport = Transport & Partial<Pick<BudgetedTransport, 'waits'>>;

/** A transport whose next request asks the person again what they said no to. */
export type ConsentedTransport = WaitingTransport & { readonly askAgain?: () => void };

const key = 'kratosExplorer.unencryptedOrigins';

/** A yes is remembered in `memory`, a no until the window closes; two askers at once share one question. */
export function createAskUnencrypted(memory: Pick<Memento, 'get' | 'update'>): AskUnencrypted {
  const asking = new Map<string, Promise<boolean>>();
  const refused = new Set<string>();
  const allowed = () => memory.get<readonly string[]>(key) ?? [];

  async function ask(origin: string): Promise<boolean> {
    const { askAboutUnencrypted } = await import('./unencryptedQuestion.ts');
    if (!(await askAboutUnencrypted(origin))) {
      refused.add(origin);
      return false;
    }
    refused.delete(origin);
    await memory.update(key, [...allowed(), origin]);
    return true;
  }

  return async (origin, again = false) => {
    if (allowed().includes(origin)) {
      return true;
    }
    const known = asking.get(origin);
    if (known === undefined && refused.has(origin) && !again) {
      return false;
    }
    const question = known ?? ask(origin).finally(() => asking.delete(origin));
    asking.set(origin, question);
    return await question;
  };
}

/** What a person agrees to: the origin, and to this machine, where nothing is safe but the way there, with the proxy. */
export function unencryptedWay({ base, proxy }: Pick<ServerOptions, 'base' | 'proxy'>): string {
  return proxy.kind === 'this' && isLoopback(base) ? `${base.origin} (${proxy.url.origin})` : base.origin;
}

/** Sends nothing without encryption before the person agreed to it; a request before that fails as notEncrypted. */
export function withConsent(
  transport: WaitingTransport,
  server: ServerOptions,
  ask: AskUnencrypted,
): ConsentedTransport {
  if (!isUnencrypted(server)) {
    return transport;
  }
  let again = false;
  return {
    askAgain() {
      again = true;
    },
    async send(request): Promise<HttpAnswer> {
      const asksAgain = again;
      again = false;
      if (!(await ask(unencryptedWay(server), asksAgain))) {
        throw new TransportError({ kind: 'notEncrypted', origin: server.base.origin });
      }
      return transport.send(request);
    },
    close: () => transport.close(),
    ...(transport.waits && { waits: transport.waits }),
  };
}
