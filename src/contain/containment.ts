import type { ExtensionContext } from 'vscode';
import { once } from '../platform/once.ts';
import { windowRecords } from './evidenceFolder.ts';
import type { RecordParts } from './recordCommands.ts';
import type { RevocationParts } from './revocation.ts';
import { offerUnfinished, type UnfinishedIntent, unfinishedCommand } from './unfinished.ts';

type ContainmentParts = Omit<RevocationParts, 'ipDatabases' | 'records' | 'tool'> &
  Pick<RecordParts, 'sources'> & {
    readonly context: Pick<ExtensionContext, 'extension' | 'globalState' | 'globalStorageUri'>;
    readonly ipDatabases: () => Promise<RevocationParts['ipDatabases']>;
  };

/** Creates what changes sessions and what records it, and loads each part of it at first use. */
export function createContainment({ context, ...parts }: ContainmentParts) {
  const records = windowRecords(context.globalStorageUri.fsPath, context.globalState);
  const demoRecords = once(async () => (await import('./demoRecords.ts')).createDemoRecords());
  const revocation = once(async () => {
    const { name, version } = context.extension.packageJSON as { readonly name: string; readonly version: string };
    const [{ Revocation }, ipDatabases] = await Promise.all([import('./revocation.ts'), parts.ipDatabases()]);
    return new Revocation({
      ...parts,
      ipDatabases,
      records: async ({ kind }) => (kind === 'demo' ? await demoRecords() : records),
      tool: `${name} ${version}`,
    });
  });
  const unfinished = {
    records,
    check: async (intent: UnfinishedIntent) => (await revocation()).checkUnfinished(intent),
  };
  return {
    loadHandlers: async () => {
      const [{ revokeCommands }, { recordCommands }] = await Promise.all([
        import('./revokeCommands.ts'),
        import('./recordCommands.ts'),
      ]);
      return {
        ...revokeCommands({ revocation: await revocation(), sources: parts.sources, memory: context.globalState }),
        ...recordCommands({ ...parts, records, demoRecords, ipDatabases: await parts.ipDatabases() }),
        ...unfinishedCommand(unfinished),
      };
    },
    offerUnfinished: () => offerUnfinished({ ...unfinished, memory: context.globalState }),
  };
}
