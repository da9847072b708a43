import { isDeepStrictEqual } from 'node:util';
import { l10n } from 'vscode';
import { shortText } from '../../text/visibleText.ts';
import type { ConfiguredConnection, Connection } from '../connection.ts';
import { connectionId } from '../connectionId.ts';
import type { Connections } from '../connections.ts';
import type { ConnectionSecrets, Secret } from '../secrets/connectionSecrets.ts';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { takenIds } from '../settings/parseConnections.ts';
import { addressStep, nameStep, withAddress } from './askNameAndAddress.ts';
import { type CheckParts, checkDraft } from './checkDraft.ts';
import { type ConnectionDraft, entryProblem, neededSecrets } from './connectionDraft.ts';
import { editProperties } from './editProperties.ts';
import type { StepResult } from './questions.ts';

export interface FormParts extends CheckParts {
  readonly connections: Connections;
  readonly secrets: ConnectionSecrets;
}

/** What was typed in forms that the user left or that could not be saved, without secrets: by the list for a new connection, else by the entry. */
const unsaved = new WeakMap<Connections | ConnectionEntry, ConnectionEntry>();

/**
 * Asks for the address of a new connection, for what its server requires, and for a name. Resolves to undefined, with
 * nothing saved, when the user leaves the form.
 */
export async function addConnection(parts: FormParts): Promise<Connection | undefined> {
  const { connections } = parts;
  const place = { title: l10n.t('Add Connection'), canGoBack: false };
  const address = (suggested?: string) => addressStep(withNewAddress, suggested);
  const askOnce = async (draft: ConnectionDraft): Promise<StepResult> => {
    const addressed = await address()(draft, place);
    const checked = addressed.kind === 'done' ? await checkDraft(parts, addressed.draft, place, address) : addressed;
    return checked.kind === 'done'
      ? await nameStep(takenIds(connections.list))(checked.draft, { ...place, canGoBack: true })
      : checked;
  };
  let draft: ConnectionDraft = {
    entry: unsaved.get(connections) ?? { name: '', url: 'http://127.0.0.1:4434' },
    secrets: [],
  };
  for (;;) {
    const result = await askOnce(draft);
    draft = result.draft;
    if (result.kind === 'done') {
      unsaved.set(connections, draft.entry);
      const saved = await save(parts, draft);
      unsaved.delete(connections);
      return saved;
    }
    if (result.kind === 'dismissed') {
      const { name, url } = draft.entry;
      unsaved.set(connections, entryProblem(draft.entry) === undefined ? draft.entry : { name, url });
      return undefined;
    }
  }
}

/** Returns the draft of a new connection with this address. What another server required is left out. */
function withNewAddress(draft: ConnectionDraft, url: string): ConnectionDraft {
  const { name, url: before } = draft.entry;
  const isSameHost = URL.parse(before)?.host === URL.parse(url)?.host;
  return withAddress(isSameHost ? draft : { ...draft, entry: { name, url } }, url);
}

/** Lets the user change a connection. Its secrets stay as long as its origin does. */
export async function editConnection(
  parts: FormParts,
  connection: ConfiguredConnection,
): Promise<Connection | undefined> {
  const { entry, id, name } = connection;
  const saved = { entry, secrets: await parts.secrets.read(id) };
  const kept = unsaved.get(entry) ?? entry;
  const start = kept === entry ? saved : { ...saved, entry: kept };
  const others = parts.connections.list.filter((one) => one.kind === 'invalid' || one.id !== id);
  const result = await editProperties(parts, l10n.t('Edit “{0}”', name), saved, start, nameStep(takenIds(others)));
  unsaved.set(entry, result.draft.entry);
  if (result.kind !== 'done') {
    return undefined;
  }
  const edited = await save(parts, result.draft, { connection, stored: saved.secrets });
  unsaved.delete(entry);
  return edited;
}

/** Copies a connection under another name. Its secrets are copied for the same origin only. */
export async function duplicateConnection(
  parts: FormParts,
  connection: ConfiguredConnection,
): Promise<Connection | undefined> {
  const title = l10n.t('Duplicate “{0}”', connection.name);
  const entry = { ...connection.entry, name: l10n.t('{0} copy', connection.name) };
  const name = nameStep(takenIds(parts.connections.list));
  const named = await name({ entry, secrets: await parts.secrets.read(connection.id) }, { title, canGoBack: false });
  if (named.kind !== 'done') {
    return undefined;
  }
  const result = await editProperties(parts, title, named.draft, named.draft, name);
  return result.kind === 'done' ? await save(parts, result.draft) : undefined;
}

/**
 * Saves the secrets first, so that no request is sent without them; restores them if the settings cannot be written.
 * Rejects where the edited connection or its secrets were changed meanwhile, as by another window.
 */
async function save(
  { connections, secrets }: FormParts,
  draft: ConnectionDraft,
  edited?: { readonly connection: ConfiguredConnection; readonly stored: readonly Secret[] },
): Promise<Connection> {
  const id = connectionId(draft.entry.name);
  const before = await secrets.read(id);
  const isKept = edited === undefined || isDeepStrictEqual(await secrets.read(edited.connection.id), edited.stored);
  const write = async () => {
    if (edited === undefined) {
      return await connections.add(draft.entry);
    }
    if (!isKept || connections.get(edited.connection.id) !== edited.connection) {
      const name = shortText(edited.connection.name);
      throw new Error(l10n.t('“{0}” was changed meanwhile, so nothing was saved. Edit it again.', name));
    }
    return await connections.replace(edited.connection.id, draft.entry);
  };
  await secrets.write(id, neededSecrets(draft));
  const saved = await write().catch(async (error: unknown) => {
    await secrets.write(id, before);
    throw error;
  });
  if (edited !== undefined && edited.connection.id !== id) {
    await secrets.forget(edited.connection.id);
  }
  return saved;
}
