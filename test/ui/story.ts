import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../src/demo/demoServer.ts';
import { openWorkbench, type WorkbenchOptions } from './openWorkbench.ts';
import type { Workbench } from './pages/workbench.ts';

/** The name of each story's connection. */
export const connectionName = 'Acme';

export interface Story {
  readonly workbench: Workbench;
  /** The server of the connection, whose data and faults a story may change. */
  readonly demo: DemoServer;
}

export interface StoryOptions extends WorkbenchOptions {
  readonly demo?: DemoServerOptions;
  /** Additional members of the connection's entry. */
  readonly entry?: Readonly<Record<string, unknown>>;
  /** Further connections. */
  readonly others?: WorkbenchOptions['connections'];
  /** Starts a gateway in front of the demo server, at whose address the connection leads to it. */
  readonly gateway?: (url: string) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>;
}

/**
 * Opens a workbench for the surrounding `describe` with one connection, "Acme", to a demo server. A failed story leaves
 * a screenshot in test/ui/results/failed.
 */
export function tellStory({ demo: data, entry, others = [], gateway: start, ...options }: StoryOptions = {}): Story {
  let demo: DemoServer | undefined;
  let gateway: Awaited<ReturnType<NonNullable<StoryOptions['gateway']>>> | undefined;
  let workbench: Workbench | undefined;

  beforeAll(async () => {
    demo = await startDemoServer({ identities: 300, ...data });
    gateway = await start?.(demo.url);
    const { url } = gateway ?? demo;
    const connections = [{ name: connectionName, url, ...entry }, ...others];
    workbench = await openWorkbench({ connections, ...options });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      await workbench?.screenshot(`failed/${task.name.replaceAll(/[^\w-]+/g, ' ').trim()}`);
    }
    expect(workbench?.policyReports).toEqual([]);
  });

  afterAll(async () => {
    await workbench?.close();
    await gateway?.close();
    await demo?.close();
  });

  return {
    get workbench() {
      return started(workbench);
    },
    get demo() {
      return started(demo);
    },
  };
}

function started<T>(part: T | undefined): T {
  if (part === undefined) {
    throw new Error('Nothing is there before the first story begins.');
  }
  return part;
}
