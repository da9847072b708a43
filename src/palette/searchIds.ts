import { l10n } from 'vscode';
import { type Failure, failureOf } from '../kratos/failure.ts';
import type { FoundId } from '../lookup/extractIds.ts';
import { mostIds, type Wanted } from '../lookup/prefill.ts';
import type { Finding } from './finding.ts';
import type { Asked } from './searchConnections.ts';

/**
 * Asks one server for each of the first `mostIds` ids: as what the text calls it, else as what is wanted, and then as the other kind, for an id
 * does not tell. What is known already is reported at once, and again as the server has it now: a session may have been
 * revoked since. A session is reported again with its identity. Failures of the server are findings, beside what is
 * known; an id that is neither is none.
 */
export async function searchIds(
  asked: Asked,
  ids: readonly FoundId[],
  wanted: Wanted,
  report: (findings: readonly Finding[]) => void,
): Promise<readonly Finding[]> {
  const { connectionId } = asked;
  const first = ids.slice(0, mostIds);
  const found: (readonly Finding[])[] = first.map(() => []);
  await Promise.all(
    first.map(async ({ id, kind }, place) => {
      const set = (...findings: readonly Finding[]) => {
        found[place] = findings;
        report(found.flat());
      };
      for (const as of (kind ?? wanted) === 'session'
        ? (['session', 'identity'] as const)
        : (['identity', 'session'] as const)) {
        const known = knownFinding(asked, as, id);
        if (known !== undefined) {
          set(known);
        }
        try {
          await (as === 'session' ? readSession(asked, id, set) : readIdentity(asked, id, set));
          return;
        } catch (error) {
          const failure = failureOf(error);
          const before = known === undefined ? [] : [known];
          if (failure.kind !== 'notFound') {
            set(...before, { kind: 'failure', connectionId, failure });
            return;
          }
          if (known !== undefined) {
            set();
          }
        }
      }
    }),
  );
  return found.flat();
}

type SetFindings = (...findings: readonly Finding[]) => void;

function knownFinding({ directory, connectionId }: Asked, as: 'session' | 'identity', id: string): Finding | undefined {
  if (as === 'identity') {
    const identity = directory.knownIdentity(id);
    return identity && { kind: 'identity', connectionId, identity };
  }
  const session = directory.knownSession(id);
  const identityId = session?.identityId;
  return session === undefined || identityId === undefined
    ? undefined
    : { kind: 'session', connectionId, session, identityId, identity: directory.knownIdentity(identityId) };
}

async function readIdentity({ directory, connectionId, signal }: Asked, id: string, set: SetFindings): Promise<void> {
  set({ kind: 'identity', connectionId, identity: await directory.readIdentity(id, signal) });
}

async function readSession(
  { directory, connectionId, signal, log }: Asked,
  id: string,
  set: SetFindings,
): Promise<void> {
  const session = await directory.readSession(id, signal);
  const { identityId } = session;
  if (identityId === undefined) {
    set({ kind: 'failure', connectionId, failure: ownerless() });
    return;
  }
  set({ kind: 'session', connectionId, session, identityId, identity: directory.knownIdentity(identityId) });
  try {
    set({
      kind: 'session',
      connectionId,
      session,
      identityId,
      identity: await directory.identity(identityId, signal),
    });
  } catch (error) {
    // The session stands; only its owner's name is missing.
    log(`${connectionId}: the identity of a found session could not be read (${failureOf(error).kind})`);
  }
}

/** Kratos always includes the identity when it is asked to expand it. */
function ownerless(): Failure {
  return {
    kind: 'notKratos',
    status: 200,
    found: { what: 'unexpectedShape', problem: l10n.t('a session without its identity') },
  };
}
