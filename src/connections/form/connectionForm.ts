import { l10n, ProgressLocation, window } from 'vscode';
import type { Failure } from '../../kratos/failure.ts';
import type { Log } from '../../platform/log.ts';
import { failureText } from '../../presentation/failureText.ts';
import { accessHeading } from '../../presentation/failureWords.ts';
import type { AskUnencrypted } from '../../server/consent.ts';
import { openServer, type ReachSettings } from '../../server/openServer.ts';
import type { ConfiguredConnection, Connection } from '../connection.ts';
import { connectionId } from '../connectionId.ts';
import type { Connections } from '../connections.ts';
import type { ConnectionSecrets } from '../secrets/connectionSecrets.ts';
import { withWaits } from '../waitingProgress.ts';
import { authenticationSteps, secretStep } from './askAuthentication.ts';
import { environmentSteps } from './askEnvironment.ts';
import { addressStep, nameStep } from './askNameAndAddress.ts';
import { checkServer } from './checkServer.ts';
import { type Draft, draftSecrets, emptyDraft, missingSecrets, neededSecrets, serverOf } from './connectionDraft.ts';
import { type Form, runForm, type StepResult } from './formSteps.ts';
import { withProxyLogin } from './loginAtProxy.ts';
import { reviewStep } from './reviewDraft.ts';

/** What the forms work with. */
export interface FormParts {
  readonly connections: Connections;
  readonly secrets: ConnectionSecrets;
  readonly settings: ReachSettings;
  readonly askUnencrypted: AskUnencrypted;
  readonly log: Log;
}

/**
 * Asks for a new connection, checks its server with what was typed, and saves it. Undefined when the person left before
 * the end: nothing is saved then, and no secret kept.
 */
export function addConnection(parts: FormParts): Promise<Connection | undefined> {
  const { name, address, review } = questions(parts, undefined);
  const form: Form = {
    title: l10n.t('Add Connection'),
    steps: (draft) => [name, address, ...authenticationSteps(draft), ...environmentSteps(draft), review],
    canGoBack: false,
  };
  return fillIn(parts, form, emptyDraft(), undefined);
}

/** Shows a connection with all there is to change. Its secrets stay as long as its origin does. */
export async function editConnection(
  parts: FormParts,
  connection: ConfiguredConnection,
): Promise<Connection | undefined> {
  const { review } = questions(parts, connection);
  const form: Form = {
    title: l10n.t('Edit “{0}”', connection.name),
    steps: () => [review],
    canGoBack: false,
  };
  const secrets = await parts.secrets.read(connection.id);
  return await fillIn(parts, form, { entry: connection.entry, secrets }, connection);
}

/** A connection like this one, under a name of its own. Its secrets go along to the same origin, and to no other. */
export async function duplicateConnection(
  parts: FormParts,
  connection: ConfiguredConnection,
): Promise<Connection | undefined> {
  const { name, review } = questions(parts, undefined);
  const form: Form = {
    title: l10n.t('Duplicate “{0}”', connection.name),
    steps: () => [name, review],
    canGoBack: false,
  };
  const entry = { ...connection.entry, name: l10n.t('{0} copy', connection.name) };
  return await fillIn(parts, form, { entry, secrets: await parts.secrets.read(connection.id) }, undefined);
}

function questions({ connections, askUnencrypted }: FormParts, edited: Connection | undefined) {
  const name = nameStep(() => connections.list.filter((one) => one.kind === 'invalid' || one.id !== edited?.id));
  const address = addressStep(askUnencrypted);
  return { name, address, review: reviewStep({ name, address }) };
}

/** From the form's questions to what is saved; a check that fails leads back to them, where the person wants it. */
async function fillIn(
  parts: FormParts,
  form: Form,
  start: Draft,
  edited: ConfiguredConnection | undefined,
): Promise<Connection | undefined> {
  const { review } = questions(parts, edited);
  let result = await runForm(form, start);
  while (result.kind === 'done') {
    const complete = await askForMissing(form.title, result.draft);
    if (complete.kind === 'dismissed') {
      return undefined;
    }
    const draft = complete.kind === 'done' ? complete.draft : result.draft;
    const next =
      complete.kind === 'done'
        ? await checkUntilDecided(parts, form.title, draft)
        : ({ decision: 'edit', draft } as const);
    switch (next.decision) {
      case 'leave':
        return undefined;
      case 'save':
        return await save(parts, next.draft, edited);
      case 'edit':
        result = await runForm({ title: form.title, steps: () => [review], canGoBack: false }, next.draft);
        break;
    }
  }
  return undefined;
}

/** The secrets that are not there for this origin: never entered, or entered for the one before. */
async function askForMissing(title: string, draft: Draft): Promise<StepResult> {
  const missing = missingSecrets(draft);
  return await runForm({ title, steps: () => missing.map(({ name }) => secretStep(name)), canGoBack: true }, draft);
}

interface Decided {
  readonly decision: 'save' | 'edit' | 'leave';
  /** With the log-in at a proxy, where that turned out to be needed. */
  readonly draft: Draft;
}

/**
 * A check that the person cancelled leads back to the questions, and a proxy that wants a log-in to that; any other failure
 * leaves the choice to the person. Where the server gives no access, the first choice is to authenticate differently.
 */
async function checkUntilDecided(parts: FormParts, title: string, start: Draft): Promise<Decided> {
  let draft = start;
  let hasAskedForLogin = false;
  for (;;) {
    const failure = await check(parts, draft);
    if (failure === undefined) {
      return { decision: 'save', draft };
    }
    if (failure.kind === 'cancelled') {
      return { decision: 'edit', draft };
    }
    // Once: a log-in that is not taken either has to be said to be none.
    const withLogin = hasAskedForLogin ? undefined : await withProxyLogin(title, draft, failure, parts.settings);
    hasAskedForLogin = true;
    if (withLogin !== undefined) {
      draft = withLogin;
      continue;
    }
    const heading = accessHeading(failure);
    const hasKey = draft.entry.authentication?.type === 'bearer';
    const authenticate = hasKey ? l10n.t('Enter Another Key') : l10n.t('Change Authentication');
    const tryAgain = l10n.t('Try Again');
    const edit = l10n.t('Edit');
    const saveAnyway = l10n.t('Save Anyway');
    const chosen = await window.showWarningMessage(
      heading ?? l10n.t('No Kratos admin API could be reached at {0}.', draft.entry.url),
      { modal: true, detail: failureText(failure) },
      ...(heading === undefined ? [] : [authenticate]),
      tryAgain,
      edit,
      saveAnyway,
    );
    switch (chosen) {
      case authenticate: {
        const steps = hasKey ? () => [secretStep('bearer')] : authenticationSteps;
        // Without the refused key: an empty input would keep it.
        const secrets = draft.secrets.filter(({ name }) => name !== 'bearer');
        const result = await runForm({ title, steps, canGoBack: true }, { ...draft, secrets });
        if (result.kind !== 'done') {
          return { decision: 'edit', draft };
        }
        draft = result.draft;
        break;
      }
      case tryAgain:
        hasAskedForLogin = false;
        break;
      case edit:
        return { decision: 'edit', draft };
      case saveAnyway:
        return { decision: 'save', draft };
      default:
        return { decision: 'leave', draft };
    }
  }
}

function check({ askUnencrypted, log, settings }: FormParts, draft: Draft): Thenable<Failure | undefined> {
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

/** The secrets first, so that no request goes out without them; they go again when the settings cannot be written. */
async function save(
  { connections, secrets }: FormParts,
  draft: Draft,
  edited: ConfiguredConnection | undefined,
): Promise<Connection> {
  const id = connectionId(draft.entry.name);
  const before = await secrets.read(id);
  await secrets.write(id, neededSecrets(draft));
  try {
    const saved = await (edited === undefined
      ? connections.add(draft.entry)
      : connections.replace(edited.id, draft.entry));
    if (edited !== undefined && edited.id !== id) {
      await secrets.forget(edited.id);
    }
    return saved;
  } catch (error) {
    await secrets.write(id, before);
    throw error;
  }
}
