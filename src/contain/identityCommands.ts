import { l10n, type QuickPickItem, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { IdentityAction } from '../core/containment/action.ts';
import { removableCredentials } from '../core/kratos/identityDetails.ts';
import { identityTargets, sessionTargets, type TargetSources } from '../files/targets.ts';
import { plainMessage } from '../platform/notifications.ts';
import { rowText, shortText } from '../text/visibleText.ts';
import type { ActionRunner, Choose, ReadIdentity } from './actionRunner.ts';

interface IdentityCommandParts {
  readonly runner: ActionRunner;
  readonly sources: TargetSources;
}

/** Returns the commands that lead back to a safe account, besides those that revoke. */
export function identityCommands({ runner, sources }: IdentityCommandParts) {
  const onIdentities =
    (title: string, choose: Choose) =>
    async (...args: unknown[]) => {
      for (const ref of await identityTargets(args, sources, title)) {
        await runner.runOnIdentity(ref, choose);
      }
    };
  return {
    [commandIds.disableIdentity]: onIdentities(l10n.t('Disable Identity'), async () => ({
      kind: 'setState',
      state: 'inactive',
    })),
    [commandIds.enableIdentity]: onIdentities(l10n.t('Enable Identity'), async () => ({
      kind: 'setState',
      state: 'active',
    })),
    [commandIds.removeCredential]: onIdentities(l10n.t('Remove Credential'), askCredential),
    [commandIds.createRecovery]: onIdentities(l10n.t('Create Recovery Code or Link'), askRecovery),
    [commandIds.extendSession]: async (...args) => {
      for (const { sessionId, ...ref } of await sessionTargets(args, sources, l10n.t('Extend Session'))) {
        await runner.runOnSessions(ref, { kind: 'extendSession' }, async () => ({
          kind: 'sessions',
          ids: [sessionId],
        }));
      }
    },
  } satisfies Partial<Handlers>;
}

interface ActionRow extends QuickPickItem {
  readonly action: IdentityAction;
}

async function askCredential({ name, credentials }: ReadIdentity): Promise<IdentityAction | undefined> {
  const removable = removableCredentials(credentials);
  const others = credentials.filter(({ type }) => !removable.some((one) => one.type === type));
  const kept = others.map(({ type }) => shortText(type)).join(', ');
  if (removable.length === 0) {
    const text =
      kept === ''
        ? l10n.t('The server lists no credentials of {0}.', name)
        : l10n.t('The server can remove no credential of {0}, which has only: {1}.', name, kept);
    await window.showInformationMessage(plainMessage(text));
    return undefined;
  }
  const rows = removable.map(
    ({ type, identifier }): ActionRow => ({
      label: rowText(shortText(type)),
      description: identifier === undefined ? '' : rowText(shortText(identifier)),
      detail: credentialNote(type),
      action: { kind: 'removeCredential', type, ...(identifier === undefined ? {} : { identifier }) },
    }),
  );
  const chosen = await window.showQuickPick(rows, {
    title: l10n.t('Remove a Credential of {0}', name),
    placeHolder:
      kept === ''
        ? l10n.t('Select the credential. What happens is shown before anything is sent.')
        : l10n.t('Select the credential. The server never removes: {0}.', kept),
    ignoreFocusOut: true,
  });
  return chosen?.action;
}

function credentialNote(type: string): string {
  switch (type) {
    case 'totp':
      return l10n.t('Second factor: codes of an authenticator app');
    case 'lookup_secret':
      return l10n.t('Second factor: backup codes');
    case 'webauthn':
      return l10n.t('Second factor: security keys. Those that sign in without a password stay');
    default:
      return l10n.t('First factor: only while another one remains, and not on older servers');
  }
}

async function askRecovery({ name }: ReadIdentity): Promise<IdentityAction | undefined> {
  const rows: readonly ActionRow[] = [
    {
      label: l10n.t('Recovery Code'),
      detail: l10n.t('The owner opens a page and enters the code'),
      action: { kind: 'createRecovery', by: 'code' },
    },
    {
      label: l10n.t('Recovery Link'),
      detail: l10n.t('The owner opens the link. Anyone who has it needs nothing else'),
      action: { kind: 'createRecovery', by: 'link' },
    },
  ];
  const chosen = await window.showQuickPick(rows, {
    title: l10n.t('Create a Recovery Code or Link for {0}', name),
    placeHolder: l10n.t('Select one. A server may have turned off either.'),
    ignoreFocusOut: true,
  });
  return chosen?.action;
}
