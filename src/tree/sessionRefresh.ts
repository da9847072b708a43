import type { Directory } from '../core/directory/directory.ts';
import { type Failure, failureOf } from '../core/kratos/failure.ts';

/**
 * Reads the sessions of an identity again: its list and the found ones. Failures are shown as rows; does not reject.
 */
export async function refreshSessionList(directory: Directory, identityId: string): Promise<void> {
  const phase = directory.sessionsState(identityId)?.phase.kind ?? 'idle';
  await Promise.all([
    ...(phase === 'idle' ? [] : [directory.sessionsOf(identityId).refresh()]),
    ...directory.foundSessions(identityId).map(({ id }) => failureIn(directory.readSession(id))),
  ]);
}

/** Resolves with the failure of a request; undefined if it succeeded or was cancelled. */
export async function failureIn(request: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    return failure.kind === 'cancelled' ? undefined : failure;
  }
}
