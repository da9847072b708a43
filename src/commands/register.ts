import { commands, Disposable } from 'vscode';
import { type CommandId, commandIds } from './ids.ts';

/** One handler for each contributed command. Other extensions may pass any arguments. */
export type Handlers = { readonly [Id in CommandId]: (...args: unknown[]) => unknown };

/** Registers every command. An error of a handler is passed to `onError` only, so that VS Code does not show it too. */
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
