import type { PanelFacts } from '../../../src/details/describePanel.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { adaId } from '../builders/identityBuilder.ts';
import { aSession, uuid } from '../builders/sessionBuilder.ts';

/** Between the sign-in and the expiry of the builder's session: 3 hours after the one, 21 before the other. */
export const now = new Date('2026-11-23T18:46:10.851Z');

/** A session that was read, with nothing known around it; `over` replaces members. */
export function panelFacts(over: Partial<PanelFacts> = {}): PanelFacts {
  return {
    ref: { connectionId: 'acme', identityId: adaId, sessionId: uuid(1) },
    phase: { kind: 'ready' },
    waiting: undefined,
    session: aSession(),
    identity: undefined,
    identityId: adaId,
    identityState: undefined,
    connection: aConnection({ name: 'Acme production', url: 'https://acme.test:4434' }),
    otherSessions: undefined,
    readAt: undefined,
    ...over,
  };
}
