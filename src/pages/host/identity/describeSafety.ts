import { l10n } from 'vscode';
import type { ListState } from '../../../core/directory/listState.ts';
import type { Identity } from '../../../core/kratos/identity.ts';
import { type IdentityDetails, removableCredentials } from '../../../core/kratos/identityDetails.ts';
import type { Malformed, Session } from '../../../core/kratos/session.ts';
import { sessionStatus } from '../../../core/kratos/sessionStatus.ts';
import { numberWords } from '../../../text/counts.ts';
import { shortText } from '../../../text/visibleText.ts';
import { type SafetyModel, type SafetyStep, type SafetyStepModel, safetySteps } from '../../protocol/identityModel.ts';

interface SafetyFacts {
  readonly identity: Identity;
  readonly details: IdentityDetails;
  /** Undefined where the list does not hold the active ones. */
  readonly sessions: ListState<Session | Malformed> | undefined;
  readonly isUnlocked: boolean;
  /** When this window carried out which steps. */
  readonly completed: ReadonlyMap<SafetyStep, Date>;
  readonly now: Date;
}

/** Describes the steps that lead back to a safe account, as the identity and its sessions are now. */
export function describeSafety(facts: SafetyFacts): SafetyModel {
  const steps = safetySteps.map((step) => describeStep(step, facts));
  const done = steps.filter(({ isDone }) => isDone).length;
  return {
    summary: l10n.t('{0} of {1} steps done', numberWords(done), numberWords(steps.length)),
    locked: facts.isUnlocked ? undefined : l10n.t('The connection is locked. Unlock it to carry out these steps.'),
    steps,
  };
}

function describeStep(step: SafetyStep, facts: SafetyFacts): SafetyStepModel {
  const { identity, details, isUnlocked, completed } = facts;
  const doneAt = completed.get(step)?.getTime();
  const isDisabled = identity.state === 'inactive';
  const state = shortText(identity.state);
  const described = (label: string, shown: string, button: string | undefined) => ({
    step,
    label,
    state: shown,
    button: isUnlocked ? button : undefined,
    isDone: doneAt !== undefined,
    doneAt,
  });
  switch (step) {
    case 'disable': {
      const button = isDisabled ? undefined : l10n.t('Disable Identity…');
      const model = described(l10n.t('Disable'), state, button);
      // Another tool may have disabled it.
      return isDisabled ? { ...model, isDone: true, doneAt: details.stateSince ?? doneAt } : model;
    }
    case 'revoke':
      return described(l10n.t('Revoke'), sessionsText(facts), l10n.t('Revoke Sessions…'));
    case 'removeCredential': {
      const types = [...new Set(removableCredentials(details.credentials).map(({ type }) => type))];
      return described(
        l10n.t('Remove a credential'),
        types.length === 0 ? l10n.t('none that can be removed') : types.join(', '),
        types.length === 0 ? undefined : l10n.t('Remove Credential…'),
      );
    }
    case 'createRecovery':
      return described(l10n.t('Recovery'), l10n.t('a code or link for the owner'), l10n.t('Create Code or Link…'));
    case 'enable': {
      const model = described(l10n.t('Enable'), state, isDisabled ? l10n.t('Enable Identity…') : undefined);
      return isDisabled ? { ...model, isDone: false, doneAt: undefined } : model;
    }
  }
}

/** Counts the sessions that are active, or that come back when the identity is enabled. */
function sessionsText({ sessions, identity, completed, now }: SafetyFacts): string {
  if (sessions === undefined) {
    return l10n.t('active sessions not read');
  }
  const { items, end } = sessions;
  const open = items.filter((item) => {
    const kind = item.kind === 'session' ? sessionStatus(item, now, identity.state).kind : undefined;
    return kind === 'active' || kind === 'identityInactive';
  }).length;
  if (end.kind !== 'complete') {
    return identity.state === 'inactive'
      ? l10n.t('those that were not revoked come back when it is enabled')
      : l10n.t('at least {0} active', numberWords(open));
  }
  if (open === 0) {
    return l10n.t('no active sessions');
  }
  if (identity.state === 'inactive') {
    // The list does not say which of them were revoked.
    return completed.has('revoke')
      ? l10n.t('which sessions ended is known once it is enabled')
      : l10n.t('up to {0} sessions come back when it is enabled', numberWords(open));
  }
  return open === 1 ? l10n.t('1 active session') : l10n.t('{0} active sessions', numberWords(open));
}
