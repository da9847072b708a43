import { l10n } from 'vscode';
import type { ConfiguredConnection, Connection } from '../connection.ts';
import { connectionId } from '../connectionId.ts';
import type { Connections } from '../connections.ts';
import type { ConnectionSecrets } from '../secrets/connectionSecrets.ts';
import { authenticationSteps } from './askAuthentication.ts';
import { environmentSteps } from './askEnvironment.ts';
import { addressStep, nameStep } from './askNameAndAddress.ts';
import { type CheckParts, checkDraft } from './checkDraft.ts';
import { type Draft, neededSecrets } from './connectionDraft.ts';
import { runForm, type Step } from './formSteps.ts';
import { reviewStep } from './reviewDraft.ts';

export interface FormParts extends CheckParts {
  readonly connections: Connections;
  readonly secrets: ConnectionSecrets;
}

/**
 * Asks for a new connection, checks its server and saves it. Resolves to undefined, with nothing saved, when the user
 * leaves the form.
 */
export function addConnection(parts: FormParts): Promise<Connection | undefined> {
  return fillIn(
    parts,
    l10n.t('Add Connection'),
    ({ name, address, review }) =>
      (draft) => [name, address, ...authenticationSteps(draft), ...environmentSteps(draft), review],
    { entry: { name: '', url: '' }, secrets: [] },
  );
}

/** Lets the user change a connection. Its secrets stay as long as its origin does. */
export async function editConnection(
  parts: FormParts,
  connection: ConfiguredConnection,
): Promise<Connection | undefined> {
  const start = { entry: connection.entry, secrets: await parts.secrets.read(connection.id) };
  return await fillIn(
    parts,
    l10n.t('Edit “{0}”', connection.name),
    ({ review }) =>
      () => [review],
    start,
    connection,
  );
}

/** Copies a connection under another name. Its secrets are copied for the same origin only. */
export async function duplicateConnection(
  parts: FormParts,
  connection: ConfiguredConnection,
): Promise<Connection | undefined> {
  const entry = { ...connection.entry, name: l10n.t('{0} copy', connection.name) };
  return await fillIn(
    parts,
    l10n.t('Duplicate “{0}”', connection.name),
    ({ name, review }) =>
      () => [name, review],
    { entry, secrets: await parts.secrets.read(connection.id) },
  );
}

interface Questions {
  readonly name: Step;
  readonly address: Step;
  readonly review: Step;
}

/** Runs the steps, then checks and saves the draft; a check may lead back to the review. */
async function fillIn(
  parts: FormParts,
  title: string,
  stepsOf: (questions: Questions) => (draft: Draft) => readonly Step[],
  start: Draft,
  edited?: ConfiguredConnection,
): Promise<Connection | undefined> {
  const { connections, askUnencrypted } = parts;
  const name = nameStep(() => connections.list.filter((one) => one.kind === 'invalid' || one.id !== edited?.id));
  const address = addressStep(askUnencrypted);
  const review = reviewStep({ name, address });
  let result = await runForm({ title, steps: stepsOf({ name, address, review }), canGoBack: false }, start);
  while (result.kind === 'done') {
    const { kind, draft } = await checkDraft(parts, title, result.draft);
    switch (kind) {
      case 'leave':
        return undefined;
      case 'save':
        return await save(parts, draft, edited);
      case 'edit':
        result = await runForm({ title, steps: () => [review], canGoBack: false }, draft);
        break;
    }
  }
  return undefined;
}

/**
 * Saves the secrets first, so that no request is sent without them; restores them if the settings cannot be written.
 */
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
