import { commands, Disposable } from 'vscode';
import { type CommandId, commandIds } from './ids.ts';

/** What runs for a command. Arguments come from menus, keybindings and other extensions: anything at all. */
export type Handler = (...args: unknown[]) => unknown;

/** One handler for each contributed command: a missing or an unknown one does not compile. */
export type Handlers = { readonly [Name in keyof typeof commandIds as (typeof commandIds)[Name]]: Handler };

/**
 * Registers every command. What a handler throws, now or later, goes to `onError` with the command's id, and the command
 * resolves: nothing is swallowed and VS Code adds no toast of its own.
 */
export function registerCommands(handlers: Handlers, onError: (error: unknown, id: CommandId) => void): Disposable {
  return Disposable.from(
    ...Object.values(commandIds).map((id) =>
      commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await handlers[id](...args);
        } catch (error) {
          onError(error, id);
          return undefined;
        }
      }),
    ),
  );
}
