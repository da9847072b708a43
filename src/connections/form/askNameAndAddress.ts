import { l10n } from 'vscode';
import { isLoopback } from '../../core/http/proxy/loopback.ts';
import { addressText, parseConnectionUrl } from '../settings/connectionUrl.ts';
import { checkedName } from '../settings/parseConnections.ts';
import { serverOptions } from '../settings/serverOptions.ts';
import { problemOf } from '../settings/unusableValue.ts';
import { type ConnectionDraft, withEntry } from './connectionDraft.ts';
import { type Step, textStep } from './questions.ts';

/** Creates a step that asks for the name. `taken` has the ids of the other connections. */
export function nameStep(taken: ReadonlySet<string>): Step {
  return textStep((draft) => ({
    prompt: l10n.t('Name of the connection'),
    placeholder: l10n.t('e.g. Local'),
    value: draft.entry.name || proposedName(draft, taken),
    accept: (text) => withEntry(draft, { name: checkedName(text, taken) }),
  }));
}

/** Returns a name that no connection has: "Local", the project's slug on Ory Network, or the host. */
function proposedName(draft: ConnectionDraft, taken: ReadonlySet<string>): string {
  const { base, socketPath } = serverOptions(draft.entry);
  const isOther = socketPath === undefined && !isLoopback(base);
  const name = isOther ? base.hostname.replace(networkDomain, '') : l10n.t('Local');
  let proposed = name;
  for (let count = 2; problemOf(() => checkedName(proposed, taken)) !== undefined; count++) {
    proposed = `${name} ${count}`;
  }
  return proposed;
}

const networkDomain = /\.projects\.oryapis\.com$/;

/** Creates a step that asks for the address. `accept` returns the draft with a complete address. */
export function addressStep(
  accept: (draft: ConnectionDraft, url: string) => ConnectionDraft,
  suggested?: string,
): Step {
  return textStep((draft) => ({
    prompt: l10n.t('Address of the Kratos admin API (port 4434 by default) or of an Ory Network project'),
    placeholder: 'http://127.0.0.1:4434',
    value: suggested ?? draft.entry.url,
    accept: (text) => accept(draft, addressText(parseConnectionUrl(completeUrl(text)))),
  }));
}

/** Completes an address that was typed without its scheme: http:// for this machine, https:// for any other. */
function completeUrl(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || /^(?:https?:|unix:|\w+:\/\/)/i.test(trimmed)) {
    return trimmed;
  }
  if (trimmed.startsWith('/')) {
    return `unix:${trimmed}`;
  }
  const url = URL.parse(`http://${trimmed}`);
  return url !== null && isLoopback(url) ? `http://${trimmed}` : `https://${trimmed}`;
}

/** Returns the draft with another address. Ory Network requires a key. */
export function withAddress(draft: ConnectionDraft, url: string): ConnectionDraft {
  const key = networkDomain.test(URL.parse(url)?.hostname ?? '') ? ({ type: 'bearer' } as const) : undefined;
  return withEntry(draft, { url, authentication: draft.entry.authentication ?? key });
}
