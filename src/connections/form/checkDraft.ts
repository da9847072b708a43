import { l10n, ProgressLocation, window } from 'vscode';
import type { Transport } from '../../core/http/transport.ts';
import { createKratosClient } from '../../core/kratos/createKratosClient.ts';
import { type Failure, failureOf } from '../../core/kratos/failure.ts';
import { openServer, type ServerParts } from '../../server/openServer.ts';
import { failureText } from '../../text/failureText.ts';
import { accessHeading } from '../../text/failureWords.ts';
import { placesWithProxy, type SecretPlace } from '../secrets/secretPlaces.ts';
import { withWaits } from '../waitingProgress.ts';
import { authenticationSteps } from './askAuthentication.ts';
import { placeStep, secretStep } from './askSecret.ts';
import { type Draft, draftSecrets, missingSecrets, serverOf } from './connectionDraft.ts';
import { runForm, type Step } from './formSteps.ts';

export type CheckParts = Omit<ServerParts, 'secrets'>;

interface Decision {
  readonly kind: 'save' | 'edit' | 'leave';
  /** With the secrets that the check asked for. */
  readonly draft: Draft;
}

/** Asks for missing secrets, then checks the draft's server until the user decides what to do with the draft. */
export async function checkDraft(parts: CheckParts, title: string, start: Draft): Promise<Decision> {
  const ask = (steps: (draft: Draft) => readonly Step[], from: Draft) =>
    runForm({ title, steps, canGoBack: true }, from);
  const missing = missingSecrets(start).map(({ name }) => secretStep(name));
  const complete = await ask(() => missing, start);
  if (complete.kind !== 'done') {
    return { kind: complete.kind === 'back' ? 'edit' : 'leave', draft: start };
  }
  let { draft } = complete;
  let hasAskedForLogin = false;
  for (;;) {
    const failure = await check(parts, draft);
    if (failure === undefined) {
      return { kind: 'save', draft };
    }
    if (failure.kind === 'cancelled') {
      return { kind: 'edit', draft };
    }
    const place = failure.kind === 'proxyLogin' ? loginPlace(parts, draft, failure.proxy) : undefined;
    if (place !== undefined && !hasAskedForLogin) {
      // Once: after that, the user has to read that the proxy refused the login.
      hasAskedForLogin = true;
      const result = await ask(() => [placeStep(place)], draft);
      if (result.kind === 'done' && result.draft !== draft) {
        draft = result.draft;
        continue;
      }
    }
    const hasKey = draft.entry.authentication?.type === 'bearer';
    const next = await askWhatNext(
      draft,
      failure,
      hasKey ? l10n.t('Enter Another Key') : l10n.t('Change Authentication'),
    );
    switch (next) {
      case 'authenticate': {
        // Without the refused key: an empty input would keep it.
        const secrets = draft.secrets.filter(({ name }) => name !== 'bearer');
        const steps = hasKey ? () => [secretStep('bearer')] : authenticationSteps;
        const result = await ask(steps, { ...draft, secrets });
        if (result.kind !== 'done') {
          return { kind: 'edit', draft };
        }
        draft = result.draft;
        break;
      }
      case 'tryAgain':
        hasAskedForLogin = false;
        break;
      default:
        return { kind: next, draft };
    }
  }
}

/** Returns the secret for the login at the proxy that requires it; undefined where the draft has no place for one. */
function loginPlace({ settings }: CheckParts, draft: Draft, proxy: string): SecretPlace | undefined {
  return placesWithProxy(serverOf(draft), settings.network()).find(
    ({ name, origin }) => name.startsWith('proxy') && origin === proxy,
  );
}

/** Lets the user choose what follows a failed check. Offers `authenticate` first where the server denies access. */
async function askWhatNext({ entry }: Draft, failure: Failure, authenticate: string) {
  const heading = accessHeading(failure);
  const chosen = await window.showWarningMessage(
    heading ?? l10n.t('No Kratos admin API could be reached at {0}.', entry.url),
    { modal: true, detail: failureText(failure) },
    ...(heading === undefined ? [] : [{ title: authenticate, next: 'authenticate' } as const]),
    { title: l10n.t('Try Again'), next: 'tryAgain' } as const,
    { title: l10n.t('Edit'), next: 'edit' } as const,
    { title: l10n.t('Save Anyway'), next: 'save' } as const,
  );
  return chosen?.next ?? 'leave';
}

function check({ askUnencrypted, log, settings }: CheckParts, draft: Draft): Thenable<Failure | undefined> {
  const { name, url } = draft.entry;
  const connection = { kind: 'configured', name, server: serverOf(draft) } as const;
  const server = openServer(connection, { secrets: draftSecrets(draft), settings, askUnencrypted, log });
  server.askAgain();
  return window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Checking {0}', url), cancellable: true },
    (progress, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      return withWaits(progress, server.waits, () => checkServer(server.transport, cancelled.signal));
    },
  );
}

/** Requests the server's readiness and one identity, as browsing will, then closes the transport. */
async function checkServer(transport: Transport, signal: AbortSignal): Promise<Failure | undefined> {
  const client = createKratosClient(transport);
  try {
    await client.ready(signal);
    await client.identities({ by: 'all' }, 1).next(signal);
    return undefined;
  } catch (error) {
    return failureOf(error);
  } finally {
    await transport.close();
  }
}
