import { l10n, ProgressLocation, window } from 'vscode';
import type { Failure } from '../kratos/failure.ts';
import type { Log } from '../platform/log.ts';
import { failureText } from '../presentation/failureText.ts';
import { checkServer } from './checkServer.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { parseConnectionUrl, urlText } from './connectionUrl.ts';
import { askForText } from './inputStep.ts';
import { nameProblem, takenIds } from './parseConnections.ts';
import { requestLog } from './requestLog.ts';

/** Where the prompt stands; what was typed is kept on the way back. */
type Step = 'name' | 'address' | 'check' | 'save';

/**
 * Asks for a name and an address, checks the address, and saves the connection. Answers with it, or with undefined when
 * the person left before the end: nothing is saved then.
 */
export async function addConnection(connections: Connections, log: Log): Promise<Connection | undefined> {
  let name = '';
  let address = '';
  let step: Step = 'name';
  while (step !== 'save') {
    switch (step) {
      case 'name': {
        const answer = await askForName(connections, name);
        if (answer.kind !== 'accepted') {
          return undefined;
        }
        name = answer.text.trim();
        step = 'address';
        break;
      }
      case 'address': {
        const answer = await askForAddress(address);
        if (answer.kind === 'dismissed') {
          return undefined;
        }
        if (answer.kind === 'accepted') {
          address = answer.text.trim();
        }
        step = answer.kind === 'back' ? 'name' : 'check';
        break;
      }
      case 'check': {
        const failure = await check(addressOf(address), name, log);
        const next = failure === undefined ? 'save' : await askAfterFailure(addressOf(address), failure);
        if (next === undefined) {
          return undefined;
        }
        step = next;
        break;
      }
    }
  }
  return await connections.add(name, addressOf(address));
}

function askForName(connections: Connections, value: string) {
  return askForText({
    title: l10n.t('Add Connection'),
    step: 1,
    totalSteps: 2,
    prompt: l10n.t('What should the connection be called?'),
    placeholder: l10n.t('e.g. Local'),
    value,
    problem: (text) => nameProblem(text, takenIds(connections.list)),
  });
}

function askForAddress(value: string) {
  return askForText({
    title: l10n.t('Add Connection'),
    step: 2,
    totalSteps: 2,
    prompt: l10n.t('Address of the Kratos admin API (by default port 4434)'),
    placeholder: 'http://127.0.0.1:4434',
    value,
    problem: (text) => {
      const parsed = parseConnectionUrl(text);
      return parsed.kind === 'unusable' ? parsed.problem : undefined;
    },
  });
}

/** The address that the second step has accepted. */
function addressOf(text: string): URL {
  const parsed = parseConnectionUrl(text);
  if (parsed.kind === 'unusable') {
    throw new Error(parsed.problem);
  }
  return parsed.url;
}

function check(url: URL, name: string, log: Log): Thenable<Failure | undefined> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Checking {0}', urlText(url)), cancellable: true },
    (_progress, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      return checkServer(url, { onExchange: requestLog(log, name) }, cancelled.signal);
    },
  );
}

/** A check that the person cancelled leads back to the address; any other failure leaves the choice to the person. */
async function askAfterFailure(url: URL, failure: Failure): Promise<Step | undefined> {
  if (failure.kind === 'cancelled') {
    return 'address';
  }
  const choices: readonly { readonly title: string; readonly step: Step }[] = [
    { title: l10n.t('Try Again'), step: 'check' },
    { title: l10n.t('Edit Address'), step: 'address' },
    { title: l10n.t('Save Anyway'), step: 'save' },
  ];
  const chosen = await window.showWarningMessage(
    l10n.t('No Kratos admin API could be read at {0}.', urlText(url)),
    { modal: true, detail: failureText(failure) },
    ...choices,
  );
  return chosen?.step;
}
