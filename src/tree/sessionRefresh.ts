import type { Directory } from '../directory/directory.ts';
import type { ListState } from '../directory/listState.ts';
import { type Failure, failureOf } from '../kratos/failure.ts';

/**
 * Reads the sessions that are shown of an identity again: those of its list, and each that was found beside it. What fails
 * stands in the rows; does not reject.
 */
export async function refreshSessionList(directory: Directory, identityId: string): Promise<void> {
  const phase = directory.sessionsState(identityId)?.phase.kind ?? 'idle';
  await Promise.all([
    ...(phase === 'idle' ? [] : [directory.sessionsOf(identityId).refresh()]),
    ...directory.foundSessions(identityId).map(({ id }) => outcome(directory.readSession(id))),
  ]);
}

/** True for a list that has grown old, unless it is being read from its start already: whoever shows it reads it again. */
export function needsRefresh({ outdated, phase }: ListState<unknown>): boolean {
  const isBeingRead = phase.kind === 'loading' && (phase.what === 'first' || phase.what === 'refresh');
  return outdated && !isBeingRead;
}

/** What kept a question from being answered; undefined when it was, or when nobody wants the answer any more. */
export async function outcome(question: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await question;
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    return failure.kind === 'cancelled' ? undefined : failure;
  }
}
