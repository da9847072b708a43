import type { ExtensionContext } from 'vscode';
import { once } from '../platform/once.ts';
import type { RunnerParts } from './actionRunner.ts';
import { chosenFolder } from './evidenceFolder.ts';
import type { RecordParts } from './recordCommands.ts';
import { createRecords } from './records.ts';
import { offerUnfinished, type UnfinishedIntent, unfinishedCommand } from './unfinished.ts';

type ContainmentParts = Omit<RunnerParts, 'ipDatabases' | 'records' | 'tool'> &
  Pick<RecordParts, 'sources'> & {
    readonly context: Pick<ExtensionContext, 'extension' | 'globalState' | 'globalStorageUri'>;
    readonly ipDatabases: () => Promise<RunnerParts['ipDatabases']>;
  };

/** Creates what changes sessions and what records it, and loads each part of it at first use. */
export function createContainment({ context, ...parts }: ContainmentParts) {
  const storage = context.globalStorageUri.fsPath;
  const records = createRecords({ storage, chosen: chosenFolder, memory: context.globalState });
  const demoRecords = once(async () => (await import('./demoRecords.ts')).createDemoRecords());
  const runner = once(async () => {
    const { name, version } = context.extension.packageJSON as { readonly name: string; readonly version: string };
    const [{ ActionRunner }, ipDatabases] = await Promise.all([import('./actionRunner.ts'), parts.ipDatabases()]);
    return new ActionRunner({
      ...parts,
      ipDatabases,
      records: async ({ kind }) => (kind === 'demo' ? await demoRecords() : records),
      tool: `${name} ${version}`,
    });
  });
  const unfinished = {
    records,
    check: async (intent: UnfinishedIntent) => (await runner()).checkUnfinished(intent),
  };
  return {
    loadHandlers: async () => {
      const [{ revokeCommands }, { identityCommands }, { recordCommands }, { exportCommand }] = await Promise.all([
        import('./revokeCommands.ts'),
        import('./identityCommands.ts'),
        import('./recordCommands.ts'),
        import('./exportCommand.ts'),
      ]);
      return {
        ...revokeCommands({ runner: await runner(), sources: parts.sources, memory: context.globalState }),
        ...identityCommands({ runner: await runner(), sources: parts.sources }),
        ...recordCommands({ ...parts, records, demoRecords, ipDatabases: await parts.ipDatabases() }),
        ...unfinishedCommand(unfinished),
        ...exportCommand({ ...parts, ipDatabases: await parts.ipDatabases() }),
      };
    },
    offerUnfinished: () => offerUnfinished({ ...unfinished, memory: context.globalState }),
  };
}
