import { ConnectionSecrets } from '../../../src/connections/secrets/connectionSecrets.ts';
import { type ConnectionsOptions, SettingConnections } from '../../../src/connections/settingConnections.ts';
import { MemorySecrets } from './secrets/memorySecrets.ts';
import { Memory, MemorySettings } from './settings/memorySettings.ts';

/** Returns the connections of a window, with its settings, secrets, memory and log, which are kept in this process. */
export function connectionsOf(
  setting: unknown,
  { memory = new Memory(), storage = new MemorySecrets(), ...more }: More = {},
) {
  const settings = new MemorySettings(setting);
  const logged: string[] = [];
  const write = (line: string) => void logged.push(line);
  const log = { debug: () => {}, info: write, warn: write };
  const secrets = new ConnectionSecrets(storage);
  const parts = { settings, secrets, memory, askUnencrypted: async () => true, log, ...more };
  return { ...parts, storage, logged, connections: new SettingConnections(parts) };
}

interface More extends Partial<Pick<ConnectionsOptions, 'askUnencrypted' | 'log'>> {
  readonly memory?: Memory;
  readonly storage?: MemorySecrets;
}
