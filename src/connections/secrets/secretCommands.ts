import { isDeepStrictEqual } from 'node:util';
import { l10n, window } from 'vscode';
import { rowText, shortText } from '../../text/visibleText.ts';
import type { ConfiguredConnection } from '../connection.ts';
import type { Connections } from '../connections.ts';
import { placeStep } from '../form/askSecret.ts';
import { neededSecrets } from '../form/connectionDraft.ts';
import type { FormParts } from '../form/connectionForm.ts';
import { inTurn } from '../form/questions.ts';
import type { ConnectionSecrets } from './connectionSecrets.ts';
import { placesWithProxy } from './secretPlaces.ts';

/** Asks for each secret of a connection; an empty input keeps the stored one. Returns whether they were stored. */
export async function enterSecrets(
  { connections, secrets, settings }: FormParts,
  connection: ConfiguredConnection,
): Promise<boolean> {
  const [first, ...others] = placesWithProxy(connection.server, settings.network());
  if (first === undefined) {
    await window.showInformationMessage(
      l10n.t('“{0}” uses no keys or passwords. Edit the connection to change that.', connection.name),
    );
    return false;
  }
  const stored = await secrets.read(connection.id);
  const result = await inTurn(placeStep(first), ...others.map(placeStep))(
    { entry: connection.entry, secrets: stored },
    { title: l10n.t('Secrets for “{0}”', connection.name), canGoBack: false },
  );
  if (result.kind !== 'done') {
    return false;
  }
  if (connections.get(connection.id) !== connection || !isDeepStrictEqual(await secrets.read(connection.id), stored)) {
    const name = shortText(connection.name);
    throw new Error(l10n.t('“{0}” was changed meanwhile, so nothing was stored. Enter its secrets again.', name));
  }
  await secrets.write(connection.id, neededSecrets(result.draft));
  return true;
}

/** Deletes the secrets of the connections that the user selects and confirms. */
export async function forgetSecrets(
  secrets: ConnectionSecrets,
  connections: Connections,
  id: string | undefined,
): Promise<void> {
  const stored = await secrets.connectionIds();
  if (stored.length === 0 || (id !== undefined && !stored.includes(id))) {
    await window.showInformationMessage(l10n.t('No keys or passwords are stored.'));
    return;
  }
  const chosen = id !== undefined ? [id] : stored.length === 1 ? stored : await pickStored(stored, connections);
  if (chosen.length === 0) {
    return;
  }
  const names = chosen.map((one) => connections.get(one)?.name ?? one).join(', ');
  const forget = l10n.t('Forget');
  const answer = await window.showWarningMessage(
    l10n.t('Forget the keys and passwords for {0}?', names),
    { modal: true, detail: l10n.t('You will be asked for them again when needed. Nothing changes on the server.') },
    forget,
  );
  if (answer === forget) {
    await Promise.all(chosen.map((one) => secrets.forget(one)));
  }
}

async function pickStored(stored: readonly string[], connections: Connections): Promise<readonly string[]> {
  const rows = stored.map((id) => {
    const connection = connections.get(id);
    return connection === undefined
      ? { label: rowText(shortText(id)), description: l10n.t('connection no longer exists'), id }
      : { label: rowText(shortText(connection.name)), id };
  });
  const picked = await window.showQuickPick(rows, {
    title: l10n.t('Forget Secrets'),
    placeHolder: l10n.t('Select the connections whose keys and passwords to forget'),
    canPickMany: true,
  });
  return (picked ?? []).map(({ id }) => id);
}
