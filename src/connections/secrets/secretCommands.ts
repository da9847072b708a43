import { l10n, window } from 'vscode';
import type { ReachSettings } from '../../server/openServer.ts';
import type { ConfiguredConnection } from '../connection.ts';
import type { Connections } from '../connections.ts';
import { placeStep } from '../form/askAuthentication.ts';
import { proxyLoginStep } from '../form/askProxyLogin.ts';
import { neededSecrets } from '../form/connectionDraft.ts';
import { runForm } from '../form/formSteps.ts';
import type { ConnectionSecrets } from './connectionSecrets.ts';
import { fits, proxySecret, secretPlaces } from './secretPlaces.ts';

/** Asks for each secret that a connection is reached with; those that are left empty stay. True when they were kept. */
export async function enterSecrets(
  secrets: ConnectionSecrets,
  settings: ReachSettings,
  connection: ConfiguredConnection,
): Promise<boolean> {
  const { server } = connection;
  const places = [...secretPlaces(server), ...proxySecret(server, settings.network())];
  if (places.length === 0) {
    await window.showInformationMessage(
      l10n.t('“{0}” uses no keys or passwords. Edit the connection to change that.', connection.name),
    );
    return false;
  }
  const { entry } = connection;
  const form = {
    title: l10n.t('Secrets for “{0}”', connection.name),
    steps: () => places.map((place) => (place.name === 'proxyLogin' ? proxyLoginStep(place) : placeStep(place))),
    canGoBack: false,
  };
  const result = await runForm(form, { entry, secrets: await secrets.read(connection.id) });
  if (result.kind !== 'done') {
    return false;
  }
  const needed = neededSecrets(result.draft);
  const asked = places.flatMap((place) => needed.filter((secret) => fits(place, secret)));
  // What was not asked for stays, such as the log-in at a proxy that is not on the way just now.
  await secrets.write(connection.id, [...asked, ...needed.filter((secret) => !asked.includes(secret))]);
  return true;
}

/** Takes the secrets of the connections that the person picks out of the secret storage, after asking. */
export async function forgetSecrets(
  secrets: ConnectionSecrets,
  connections: Connections,
  id: string | undefined,
): Promise<void> {
  const kept = await secrets.connectionIds();
  if (kept.length === 0 || (id !== undefined && !kept.includes(id))) {
    await window.showInformationMessage(l10n.t('No keys or passwords are stored.'));
    return;
  }
  const chosen = id !== undefined ? [id] : kept.length === 1 ? kept : await pickKept(kept, connections);
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

async function pickKept(kept: readonly string[], connections: Connections): Promise<readonly string[]> {
  const rows = kept.map((id) => {
    const connection = connections.get(id);
    return connection === undefined
      ? { label: id, description: l10n.t('connection no longer exists'), id }
      : { label: connection.name, id };
  });
  const picked = await window.showQuickPick(rows, {
    title: l10n.t('Forget Secrets'),
    placeHolder: l10n.t('Select the connections whose keys and passwords to forget'),
    canPickMany: true,
  });
  return (picked ?? []).map(({ id }) => id);
}
