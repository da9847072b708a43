import { beforeEach } from 'vitest';
import { commands, EventEmitter, window } from 'vscode';
import type { Target, TargetSources } from '../../../src/files/targets.ts';
import type { TreeNode } from '../../../src/tree/nodes.ts';
import type { Reveal } from '../../../src/tree/reveal.ts';
import { type TreeCommandParts, treeCommands } from '../../../src/tree/treeCommands.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { sessionsOf, uuid } from '../builders/sessionBuilder.ts';
import { stub } from '../stubVscode.ts';
import { ada, type TreeTestOptions, TreeUnderTest } from './treeUnderTest.ts';

export const nothingListens =
  'Nothing is listening at http://127.0.0.1:4434. Start the server, or correct the connection’s address.';

interface PickedItem {
  readonly label: string;
  readonly description?: string;
}

/** The user of a file's tests: `answer` is what they choose or type next, `seen` what they read. */
export class TreeUser {
  answer: string | undefined;
  readonly seen: string[] = [];
  /** The titles of the pickers. */
  readonly titles: string[] = [];
  /** Presses Cancel in the notification that is shown. */
  cancel = () => {};
  /** Runs while a message is shown. */
  meanwhile = () => {};

  constructor() {
    stub(window, this.#window);
    stub(commands, this.#commands);
    beforeEach(() => {
      Object.assign(this, { answer: undefined, meanwhile: () => {} });
      this.seen.length = 0;
      this.titles.length = 0;
    });
  }

  readonly #window = {
    withProgress: async (
      { title }: { title?: string },
      task: (progress: { report(step: { message: string }): void }, token: unknown) => Promise<void>,
    ) => {
      const cancelled = new EventEmitter<void>();
      this.cancel = () => cancelled.fire();
      const report = ({ message }: { message: string }) => this.seen.push(`${title}: ${message}`);
      await task({ report }, { onCancellationRequested: cancelled.event });
    },
    showQuickPick: async (items: readonly PickedItem[], { title }: { title?: string } = {}) => {
      this.titles.push(title ?? '');
      this.seen.push(...items.map(({ label, description }) => [label, description].filter(Boolean).join(', ')));
      return items.find(({ label }) => label === this.answer);
    },
    showInputBox: async ({ value }: { value: string }) => {
      this.seen.push(`with “${value}”`);
      return this.answer;
    },
    showInformationMessage: async (message: string) => {
      this.seen.push(message);
      this.meanwhile();
      return this.answer;
    },
  };

  readonly #commands = {
    executeCommand: async (id: string, ...args: unknown[]) => {
      this.seen.push([id, ...args.map(String)].join(' '));
    },
  };
}

/** A tree whose commands run as those of the product do, from rows that the user clicks. */
export class CommandsUnderTest {
  readonly tree: TreeUnderTest;
  /** The ids of rows that were shown, each with how. */
  readonly shown: string[] = [];
  readonly errors: string[] = [];
  readonly revealed: (Parameters<Reveal>[0] & { readonly focus?: 'focus' })[] = [];
  selection: readonly TreeNode[] = [];
  /** Runs when a row is shown. */
  whenShown = async () => {};
  /** The rows that are selected in the page that has the focus. */
  pageSelection: readonly Target[] = [];

  constructor(options?: TreeTestOptions) {
    this.tree = new TreeUnderTest(options);
  }

  get handlers() {
    const { provider, connections } = this.tree;
    const showProgress = (work: Promise<unknown>) => void this.tree.progress.push(work);
    const showError = (text: string) => void this.errors.push(text);
    const sources: TargetSources = {
      pageSelection: () => this.pageSelection,
      activeFile: () => undefined,
      treeSelection: () => this.selection,
      isTreeInUse: () => false,
      pickSession: async () => undefined,
      pickIdentity: async () => undefined,
    };
    return treeCommands({
      view: this.#view,
      provider,
      connections,
      labelTraits: () => [],
      sources,
      showProgress,
      showError,
      reveal: async (ref, focus) => {
        this.revealed.push(focus === undefined ? ref : { ...ref, focus });
      },
    });
  }

  get #view(): TreeCommandParts['view'] {
    const test = this;
    return {
      get selection() {
        return test.selection;
      },
      async reveal(node, options) {
        test.shown.push(`${node.id} ${JSON.stringify(options)}`);
        await test.whenShown();
      },
    };
  }
}

/**
 * Returns the commands of a tree in which Ada has this number of sessions and is expanded to her first page of five.
 */
export async function adaWith(sessions: number, options?: TreeTestOptions): Promise<CommandsUnderTest> {
  const test = new CommandsUnderTest({ pageSize: 5, ...options });
  const { tree } = test;
  tree.server.identitiesHeld.push(anIdentity());
  tree.server.sessionsHeld.set(
    adaId,
    sessionsOf(sessions).map((session, place) => ({ ...session, active: place % 2 === 0 })),
  );
  await tree.unfold('local');
  await tree.unfold('local', ada);
  await tree.provider.setUnfolded(tree.node(ada), true);
  tree.server.requests.length = 0;
  return test;
}

/** What VS Code passes from the menu of a session in the identity page. */
export const pageMenu = { webviewSection: 'session', kind: 'session', webview: 'kratosExplorer.identity' };

/** Returns sessions of Ada as the identity page selects them. */
export function inPage(...numbers: number[]): Target[] {
  const ref = { connectionId: 'local', identityId: adaId };
  return numbers.map((number) => ({ kind: 'session', ...ref, sessionId: uuid(number) }));
}

/** Returns the last row below Ada. */
export function lastRow({ tree }: CommandsUnderTest): TreeNode {
  const last = tree.rows('local', ada).at(-1);
  if (last === undefined) {
    throw new Error('no rows');
  }
  return last;
}

/** Returns the text of Ada's row, which counts her sessions. */
export const adaCounts = ({ tree }: CommandsUnderTest) => tree.words('local')[0];
