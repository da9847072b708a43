import { type Failure, KratosError } from '../kratos/failure.ts';
import type { FoundId } from '../lookup/extractIds.ts';
import type { Wanted } from '../lookup/prefill.ts';
import type { Asked } from './asked.ts';
import type { Finding } from './finding.ts';

/**
 * Asks one server for each id: as what the text calls it, else as what is wanted, and then as the other kind, for an id does not tell.
 * A session is reported at once, and again with its identity. Failures of the server are findings; an id that is
 * neither is none.
 */
export async function searchIds(
  { directory, connectionId, signal, log }: Asked,
  ids: readonly FoundId[],
  wanted: Wanted,
  report: (findings: readonly Finding[]) => void,
): Promise<readonly Finding[]> {
  const found: (Finding | undefined)[] = ids.map(() => undefined);
  const all = () => found.filter((finding) => finding !== undefined);
  await Promise.all(
    ids.map(async ({ id, kind }, place) => {
      const set = (finding: Finding) => {
        found[place] = finding;
        report(all());
      };
      const first = kind ?? wanted;
      for (const asked of first === 'session'
        ? (['session', 'identity'] as const)
        : (['identity', 'session'] as const)) {
        try {
          if (asked === 'identity') {
            set({ kind: 'identity', connectionId, identity: await directory.identity(id, signal) });
            return;
          }
          const session = await directory.session(id, signal);
          const { identityId } = session;
          if (identityId === undefined) {
            set({ kind: 'failure', connectionId, failure: ownerless });
            return;
          }
          set({ kind: 'session', connectionId, session, identityId, identity: directory.knownIdentity(identityId) });
          const identity = await directory.identity(identityId, signal);
          set({ kind: 'session', connectionId, session, identityId, identity });
          return;
        } catch (error) {
          const failure = failureOf(error);
          if (found[place] !== undefined) {
            // The session stands; only its owner's name is missing.
            log(`${connectionId}: the identity of a found session could not be read (${failure.kind})`);
            return;
          }
          if (failure.kind !== 'notFound') {
            set({ kind: 'failure', connectionId, failure });
            return;
          }
        }
      }
    }),
  );
  return all();
}

/** The failure in `error`; anything else is a defect and goes on. */
export function failureOf(error: unknown): Failure {
  if (error instanceof KratosError) {
    return error.failure;
  }
  throw error;
}

/** Kratos always answers with the identity when it is asked to expand it. */
const ownerless: Failure = {
  kind: 'notKratos',
  status: 200,
  found: { what: 'unexpectedShape', problem: 'a session without its identity' },
};
