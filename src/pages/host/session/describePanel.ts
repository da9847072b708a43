import { l10n } from 'vscode';
import { locale, waitingWords } from '../../../text/counts.ts';
import { shortId } from '../../../text/identityName.ts';
import { notShownWords, showOrMark } from '../../../text/unshown.ts';
import { visibleText } from '../../../text/visibleText.ts';
import type { Notice, PanelModel } from '../../protocol/sessionModel.ts';
import { sessionPageWords } from '../../words/sessionPageWords.ts';
import { errorNotice, failureNotice, noConnectionNotice } from '../notices.ts';
import { describeSession, sessionTitle } from './describeSession.ts';
import type { PanelFacts } from './sessionReading.ts';

/** Describes the panel. When the session cannot be described, a notice gives the reason. */
export function describePanel(facts: PanelFacts, labelTraits: readonly string[], now: Date): PanelModel {
  const { ref, session } = facts;
  const frame = {
    words: sessionPageWords(),
    locale: locale(),
    id: { text: visibleText(ref.sessionId), exact: ref.sessionId },
    busy: busyWords(facts),
    mayCancel: facts.waiting !== undefined,
    readAt: facts.readAt?.getTime(),
    notice: describeNotice(facts),
  };
  const unread = { ...frame, title: l10n.t('Session {0}', shortId(ref.sessionId)), session: undefined };
  if (session === undefined) {
    return unread;
  }
  return showOrMark<PanelModel>(
    () => ({ ...frame, title: sessionTitle(session), session: describeSession(session, facts, labelTraits, now) }),
    (reason) => {
      const text = `${notShownWords('session', ref.sessionId)}: ${reason}`;
      return { ...unread, notice: { kind: 'failed', text, action: 'retry' } };
    },
  );
}

function busyWords({ phase, waiting }: PanelFacts): string | undefined {
  if (phase.kind !== 'reading' && phase.kind !== 'unread') {
    return undefined;
  }
  return waiting === undefined ? l10n.t('Loading the session…') : waitingWords(waiting);
}

function describeNotice({ ref, phase, session, connection }: PanelFacts): Notice | undefined {
  switch (phase.kind) {
    case 'unread':
    case 'reading':
    case 'ready':
      return undefined;
    case 'failed':
      return failureNotice(phase.failure);
    case 'broken':
      return errorNotice(phase.error);
    case 'gone': {
      const text =
        session === undefined
          ? l10n.t('The server has no session with this id. It may have been deleted, or belong to another server.')
          : l10n.t('The server no longer has this session: it was deleted. This is its last known state.');
      return { kind: 'gone', text, action: 'retry' };
    }
    case 'noConnection':
      return noConnectionNotice(connection?.name ?? ref.connectionId);
  }
}
