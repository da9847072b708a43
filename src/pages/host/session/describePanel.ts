import { l10n } from 'vscode';
import { locale, waitingWords } from '../../../text/counts.ts';
import { failureText } from '../../../text/failureText.ts';
import { shortId } from '../../../text/identityName.ts';
import { shownOr, unshownWords } from '../../../text/unshown.ts';
import { visibleText } from '../../../text/visibleText.ts';
import type { Notice, PanelModel } from '../../protocol/sessionModel.ts';
import { sessionPageWords } from '../../words/sessionPageWords.ts';
import { describeSession, sessionTitle } from './describeSession.ts';
import type { PanelFacts, ReadingPhase } from './sessionReading.ts';

/** Describes the panel. When the session cannot be described, a notice gives the reason. */
export function describePanel(facts: PanelFacts, labelTraits: readonly string[], now: Date): PanelModel {
  return shownOr(
    () => describeFacts(facts, labelTraits, now),
    (reason) => ({
      ...describeFacts(withoutSession(facts), labelTraits, now),
      notice: { kind: 'failed', text: `${unshownWords('session', facts.ref.sessionId)}: ${reason}`, action: 'retry' },
    }),
  );
}

/** Copies member by member, because the members of a SessionReading are getters, which a spread leaves out. */
function withoutSession({ ref, phase, connection, readAt }: PanelFacts): PanelFacts {
  return {
    ref,
    phase,
    connection,
    readAt,
    isUnlocked: false,
    waiting: undefined,
    session: undefined,
    identity: undefined,
    identityId: ref.identityId,
    identityState: undefined,
    otherSessions: undefined,
  };
}

function describeFacts(facts: PanelFacts, labelTraits: readonly string[], now: Date): PanelModel {
  const { ref, phase, session, readAt } = facts;
  const connectionName = facts.connection?.name ?? ref.connectionId;
  return {
    words: sessionPageWords(),
    locale: locale(),
    title: session === undefined ? l10n.t('Session {0}', shortId(ref.sessionId)) : sessionTitle(session),
    id: { text: visibleText(ref.sessionId), exact: ref.sessionId },
    busy: busyWords(facts),
    mayCancel: facts.waiting !== undefined,
    readAt: readAt?.getTime(),
    notice: describeNotice(phase, session !== undefined, connectionName),
    session: session && describeSession(session, facts, labelTraits, now),
  };
}

function busyWords({ phase, waiting }: PanelFacts): string | undefined {
  if (phase.kind !== 'reading' && phase.kind !== 'unread') {
    return undefined;
  }
  return waiting === undefined ? l10n.t('Loading the session…') : waitingWords(waiting);
}

function describeNotice(phase: ReadingPhase, shown: boolean, connectionName: string): Notice | undefined {
  switch (phase.kind) {
    case 'unread':
    case 'reading':
    case 'ready':
      return undefined;
    case 'failed':
      return {
        kind: 'failed',
        text: failureText(phase.failure),
        action: phase.failure.kind === 'secretMissing' ? 'enterSecrets' : 'retry',
      };
    case 'gone': {
      const text = shown
        ? l10n.t('The server no longer has this session: it was deleted. This is its last known state.')
        : l10n.t('The server has no session with this id. It may have been deleted, or belong to another server.');
      return { kind: 'gone', text, action: 'retry' };
    }
    case 'noConnection': {
      const text = l10n.t(
        'The connection “{0}” no longer exists. Add it again in the settings to load this session.',
        visibleText(connectionName),
      );
      return { kind: 'gone', text, action: 'editConnections' };
    }
  }
}
