import { l10n } from 'vscode';
import { originWords } from './originWords.ts';
import { sessionPageWords } from './sessionPageWords.ts';
import { tableWords } from './tableWords.ts';

export type IdentityPageWords = ReturnType<typeof identityPageWords>;

export function identityPageWords() {
  return {
    ...sessionPageWords(),
    table: tableWords(),
    origin: originWords(),
    identity: l10n.t('Identity'),
    identityId: l10n.t('identity id'),
    revokeAllBut: l10n.t('Revoke All but…'),
    safety: l10n.t('Back to a safe account'),
    safetyNote: l10n.t('Each step is optional. It is planned first, sent with evidence, and read again afterwards.'),
    steps: l10n.t('Steps'),
    unlock: l10n.t('Unlock Connection…'),
    done: l10n.t('done'),
    doneAt: l10n.t('done {0}', '{0}'),
    identityActions: l10n.t('Identity actions'),
    credentials: l10n.t('Credentials'),
    addresses: l10n.t('Addresses'),
    facts: l10n.t('Facts'),
    details: l10n.t('Details of the selected session'),
    noSelection: l10n.t('Select a session to see its details here.'),
    noCredentials: l10n.t('The server lists no credentials.'),
    state: l10n.t('State: {0}', '{0}'),
    added: l10n.t('added {0}', '{0}'),
    lastChanged: l10n.t('last changed {0}', '{0}'),
  };
}
