import { l10n } from 'vscode';
import { type AskUnencrypted, consentKey, isUnencrypted } from '../../server/consent.ts';
import type { Connection, InvalidConnection } from '../connection.ts';
import { addressText, parseConnectionUrl } from '../settings/connectionUrl.ts';
import { nameProblem, takenIds } from '../settings/parseConnections.ts';
import { proxyChoice } from '../settings/serverOptions.ts';
import { withEntry } from './connectionDraft.ts';
import type { Step } from './formSteps.ts';
import { askForText } from './inputStep.ts';

/** Asks what the connection is called. `list` is what else there is: all connections but the one that is edited. */
export function nameStep(list: () => readonly (Connection | InvalidConnection)[]): Step {
  return async (draft, place) => {
    const answer = await askForText({
      ...place,
      prompt: l10n.t('Name of the connection'),
      placeholder: l10n.t('e.g. Local'),
      value: draft.entry.name,
      problem: (text) => nameProblem(text, takenIds(list())),
    });
    return answer.kind === 'accepted'
      ? { kind: 'done', draft: withEntry(draft, { name: answer.text.trim() }) }
      : answer;
  };
}

/** Asks where the server is, and once whether it may be reached without encryption. */
export function addressStep(askUnencrypted: AskUnencrypted): Step {
  return async (draft, place) => {
    let value = draft.entry.url;
    for (;;) {
      const answer = await askForText({
        ...place,
        prompt: l10n.t('Address of the Kratos admin API (port 4434 by default)'),
        placeholder: 'http://127.0.0.1:4434',
        value,
        problem: (text) => {
          const parsed = parseConnectionUrl(text);
          return parsed.kind === 'unusable' ? parsed.problem : undefined;
        },
      });
      if (answer.kind !== 'accepted') {
        return answer;
      }
      value = answer.text.trim();
      const parsed = parseConnectionUrl(value);
      if (parsed.kind === 'usable') {
        const proxy = proxyChoice(draft.entry.proxy ?? 'automatic');
        const server = {
          base: parsed.url,
          socketPath: parsed.socketPath,
          proxy: typeof proxy === 'string' ? ({ kind: 'automatic' } as const) : proxy,
        };
        if (!isUnencrypted(server) || (await askUnencrypted(consentKey(server), true))) {
          return { kind: 'done', draft: withEntry(draft, { url: addressText(parsed) }) };
        }
      }
    }
  };
}
