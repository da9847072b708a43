import { commands } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';

interface StartParts {
  /** "publisher.name". */
  readonly extensionId: string;
}

/** Returns the commands of the first minutes. */
export function startCommands({ extensionId }: StartParts) {
  return {
    [commandIds.getStarted]: async () => {
      await commands.executeCommand('kratosExplorer.identities.focus');
      await commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#start`);
    },
  } satisfies Partial<Handlers>;
}
