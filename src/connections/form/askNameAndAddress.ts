import { l10n } from 'vscode';
import { type AskUnencrypted, consentKey, isUnencrypted } from '../../server/consent.ts';
import type { Connection, InvalidConnection } from '../connection.ts';
import { addressText, parseConnectionUrl } from '../settings/connectionUrl.ts';
import { nameProblem, takenIds } from '../settings/parseConnections.ts';
import { proxyChoice } from '../settings/serverOptions.ts';
import { withEntry } from './connectionDraft.ts';
import type { Step } from './formSteps.ts';
import { textStep } from './questions.ts';

/** Creates a step that asks for the name. `others` returns all connections but the one that is edited. */
export function nameStep(others: () => readonly (Connection | InvalidConnection)[]): Step {
  return textStep((draft) => ({
    prompt: l10n.t('Name of the connection'),
    placeholder: l10n.t('e.g. Local'),
    value: draft.entry.name,
    problem: (text) => nameProblem(text, takenIds(others())),
    accept: (text) => withEntry(draft, { name: text.trim() }),
  }));
}

/** Creates a step that asks for the address, and whether it may be reached without encryption. */
export function addressStep(askUnencrypted: AskUnencrypted): Step {
  return textStep((draft) => ({
    prompt: l10n.t('Address of the Kratos admin API (port 4434 by default)'),
    placeholder: 'http://127.0.0.1:4434',
    value: draft.entry.url,
    problem: (text) => {
      const address = parseConnectionUrl(text);
      return address.kind === 'unusable' ? address.problem : undefined;
    },
    accept: async (text) => {
      const address = parseConnectionUrl(text);
      if (address.kind === 'unusable') {
        return undefined;
      }
      const proxy = proxyChoice(draft.entry.proxy ?? 'automatic');
      const server = {
        base: address.url,
        socketPath: address.socketPath,
        proxy: typeof proxy === 'string' ? ({ kind: 'automatic' } as const) : proxy,
      };
      const isAllowed = !isUnencrypted(server) || (await askUnencrypted(consentKey(server), true));
      return isAllowed ? withEntry(draft, { url: addressText(address) }) : undefined;
    },
  }));
}
