import type { CommandId } from './ids.ts';
import type { Handlers } from './register.ts';

/** Returns handlers whose code is loaded when the first of them runs. */
export function deferred<Ids extends CommandId>(
  ids: readonly Ids[],
  load: () => Promise<Pick<Handlers, Ids>>,
): Pick<Handlers, Ids> {
  const handlers = ids.map((id) => [id, async (...args: unknown[]) => (await load())[id](...args)] as const);
  return Object.fromEntries(handlers) as Pick<Handlers, Ids>;
}
