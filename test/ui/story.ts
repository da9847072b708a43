import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../src/demo/demoServer.ts';
import { openWorkbench, type WorkbenchOptions } from './openWorkbench.ts';
import type { Workbench } from './pages/workbench.ts';

/** The name of the connection that every story begins with. */
export const connectionName = 'Acme';

export interface Story {
  readonly workbench: Workbench;
  /** The server behind the connection: its data can be changed, its requests counted, its answers made to fail. */
  readonly demo: DemoServer;
}

export interface StoryOptions extends WorkbenchOptions {
  readonly demo?: DemoServerOptions;
  /** More members of the connection's entry in the settings. */
  readonly entry?: Readonly<Record<string, unknown>>;
}

/**
 * Gives the stories of the surrounding `describe` one workbench with one connection, called "Acme", to a demo server of
 * their own. A failed story leaves a picture in test/ui/results/failed.
 */
export function tellStory({ demo: data, entry, ...options }: StoryOptions = {}): Story {
  let demo: DemoServer | undefined;
  let workbench: Workbench | undefined;

  beforeAll(async () => {
    demo = await startDemoServer({ identities: 300, ...data });
    workbench = await openWorkbench({ connections: [{ name: connectionName, url: demo.url, ...entry }], ...options });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      await workbench?.screenshot(`failed/${task.name.replaceAll(/[^\w-]+/g, ' ').trim()}`);
    }
    expect(workbench?.policyReports).toEqual([]);
  });

  afterAll(async () => {
    await workbench?.close();
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
