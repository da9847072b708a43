import { commands, Disposable } from 'vscode';
import { once } from '../platform/once.ts';
import { type CommandGroup, type CommandId, commandIds, commandsOf } from './ids.ts';

/** One handler for each contributed command. Other extensions may pass any arguments. */
export type Handlers = { readonly [Id in CommandId]: (...args: unknown[]) => unknown };

/** Registers every command. An error of a handler is passed to `onError` only, so that VS Code does not show it too. */
export function registerCommands(handlers: Handlers, onError: (error: unknown, id: CommandId) => unknown): Disposable {
  return Disposable.from(
    ...Object.values(commandIds).map((id) =>
      commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await handlers[id](...args);
        } catch (error) {
          await onError(error, id);
          return undefined;
        }
      }),
    ),
  );
}

/** Returns the handlers of a group, whose code is loaded once, when the first of them runs. */
export function deferred<Group extends CommandGroup>(
  group: Group,
  load: () => Promise<Pick<Handlers, CommandId<Group>>>,
): Pick<Handlers, CommandId<Group>> {
  const loaded = once(load);
  const handlers = commandsOf(group).map((id) => [id, async (...args: unknown[]) => (await loaded())[id](...args)]);
  return Object.fromEntries(handlers);
}
