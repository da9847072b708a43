import type { Connections } from '../connections/connections.ts';
import { copyCommands } from './copyCommands.ts';
import { insertCommand } from './insertCommand.ts';
import { openCommands } from './openCommands.ts';
import type { TargetSources } from './targets.ts';

/** Every command that takes sessions and identities as JSON or id into editors and the clipboard. */
export function documentCommands(connections: Connections, sources: TargetSources) {
  return {
    ...copyCommands(connections, sources),
    ...openCommands(connections, sources),
    ...insertCommand(connections, sources),
  };
}
