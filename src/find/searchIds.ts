import { l10n } from 'vscode';
import { type Failure, failureOf } from '../core/kratos/failure.ts';
import type { FoundId } from '../core/lookup/extractIds.ts';
import { maxIds, type SearchedKind } from '../core/lookup/prefill.ts';
import type { LookupFinding, SearchTarget } from './searchConnections.ts';

/**
 * Reads each of the first `maxIds` ids from one server as the kind that the text names, else as the wanted kind, then
 * as the other kind. Reports cached items first, then their current state. Failures of the server are findings.
 */
export async function searchIds(
  target: SearchTarget,
  ids: readonly FoundId[],
  wanted: SearchedKind,
  report: (findings: readonly LookupFinding[]) => void,
): Promise<readonly LookupFinding[]> {
  const { connectionId } = target;
  const requested = ids.slice(0, maxIds);
  const found: (readonly LookupFinding[])[] = requested.map(() => []);
  await Promise.all(
    requested.map(async ({ id, kind }, place) => {
      const set = (...findings: readonly LookupFinding[]) => {
        found[place] = findings;
        report(found.flat());
      };
      const first = kind ?? wanted;
      for (const as of [first, first === 'session' ? 'identity' : 'session'] as const) {
        const known = knownFinding(target, as, id);
        if (known !== undefined) {
          set(known);
        }
        try {
          await (as === 'session' ? readSession(target, id, set) : readIdentity(target, id, set));
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

type SetFindings = (...findings: readonly LookupFinding[]) => void;

function knownFinding(
  { directory, connectionId }: SearchTarget,
  as: 'session' | 'identity',
  id: string,
): LookupFinding | undefined {
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

async function readIdentity(
  { directory, connectionId, signal }: SearchTarget,
  id: string,
  set: SetFindings,
): Promise<void> {
  set({ kind: 'identity', connectionId, identity: await directory.readIdentity(id, signal) });
}

async function readSession(
  { directory, connectionId, signal, log }: SearchTarget,
  id: string,
  set: SetFindings,
): Promise<void> {
  const session = await directory.readSession(id, signal);
  const { identityId } = session;
  if (identityId === undefined) {
    set({ kind: 'failure', connectionId, failure: missingIdentity() });
    return;
  }
  const finding = { kind: 'session', connectionId, session, identityId } as const;
  set({ ...finding, identity: directory.knownIdentity(identityId) });
  try {
    set({ ...finding, identity: await directory.identity(identityId, signal) });
  } catch (error) {
    log(`${connectionId}: the identity of a found session could not be read (${failureOf(error).kind})`);
  }
}

/** Kratos always includes the identity of a session when the request expands it. */
function missingIdentity(): Failure {
  return {
    kind: 'notKratos',
    status: 200,
    found: { what: 'unexpectedShape', problem: l10n.t('a session without its identity') },
  };
}
