import { describePanel } from '../../../../src/pages/host/session/describePanel.ts';
import type { PanelFacts } from '../../../../src/pages/host/session/sessionReading.ts';
import type { SessionModel } from '../../../../src/pages/protocol/sessionModel.ts';
import { aConnection } from '../../builders/connectionBuilder.ts';
import { adaId } from '../../builders/identityBuilder.ts';
import { aSession, uuid } from '../../builders/sessionBuilder.ts';

/** 3 hours after the sign-in of the builder's session, 21 before its expiry. */
const now = new Date('2026-11-23T18:46:10.851Z');

/** Describes the panel of a session that was read, with nothing else known; `over` replaces facts. */
export function panel(over: Partial<PanelFacts> = {}) {
  const facts: PanelFacts = {
    ref: { connectionId: 'acme', identityId: adaId, sessionId: uuid(1) },
    phase: { kind: 'ready' },
    waiting: undefined,
    isUnlocked: false,
    session: aSession(),
    identity: undefined,
    identityId: adaId,
    identityState: undefined,
    connection: aConnection({ name: 'Acme production', url: 'https://acme.test:4434' }),
    otherSessions: undefined,
    readAt: undefined,
    ...over,
  };
  return describePanel(facts, [], now);
}

/** Returns the session that the panel shows. */
export function shownSession(over: Partial<PanelFacts> = {}): SessionModel {
  const { session } = panel(over);
  if (session === undefined) {
    throw new Error('no session is shown');
  }
  return session;
}
