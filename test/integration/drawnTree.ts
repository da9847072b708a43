import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import type { TreeNode } from '../../src/tree/nodes.ts';
import type { TreeProvider } from '../../src/tree/provider.ts';
import { connectionId } from './demoConnection.ts';
import { eventually } from './eventually.ts';
import { setConnections } from './settings.ts';

const viewId = 'kratosExplorer.identities';

/** A row as VS Code last received it. */
export interface DrawnRow {
  readonly node: TreeNode;
  readonly item: vscode.TreeItem;
  readonly label: string;
  readonly description: string;
}

/** The tree in VS Code. Records the rows that VS Code receives, as no API returns them. */
export class DrawnTree {
  #view: vscode.TreeView<TreeNode> | undefined;
  #provider: TreeProvider | undefined;
  readonly #below = new Map<string | undefined, readonly TreeNode[]>();
  readonly #items = new Map<string, vscode.TreeItem>();

  get view(): vscode.TreeView<TreeNode> {
    assert.ok(this.#view, 'The extension has made no tree yet.');
    return this.#view;
  }

  /** Returns the rows below the row with this id, or at the top. */
  rows(id?: string): readonly DrawnRow[] {
    return (this.#below.get(id) ?? []).map((node) => {
      const item = this.#items.get(node.id);
      assert.ok(item, `${node.id} was not drawn yet`);
      return { node, item, label: `${item.label}`, description: `${item.description ?? ''}` };
    });
  }

  /** Returns "Ada Lovelace | ada@example.org" for each row below the one with this id. */
  texts(id?: string): readonly string[] {
    return this.rows(id).map(({ label, description }) => [label, description].filter(Boolean).join(' | '));
  }

  row(id: string): DrawnRow {
    const shown = [...this.#below.keys()].flatMap((above) => this.rows(above)).find(({ node }) => node.id === id);
    assert.ok(shown, `There is no row ${id}; at the top are ${this.texts().join(', ') || 'none'}.`);
    return shown;
  }

  /** Returns the item with its tooltip, which VS Code requests when the pointer is over the row. */
  resolve(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> | undefined {
    return this.#provider?.resolveTreeItem(item, node);
  }

  /** Returns the tooltip of the row with this id. */
  async tooltip(id: string): Promise<string> {
    const { node, item } = this.row(id);
    return `${(await this.#provider?.resolveTreeItem(item, node))?.tooltip}`;
  }

  get selectedIds(): readonly string[] {
    return this.view.selection.map(({ id }) => id);
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${viewId}.focus`);
    await eventually(() => assert.equal(this.view.visible, true));
  }

  /** Removes all connections and their data. Leaves the view visible. */
  async empty(): Promise<void> {
    await this.show();
    await setConnections([]);
    await eventually(() => assert.deepEqual(this.texts(), []));
  }

  async hide(): Promise<void> {
    await vscode.commands.executeCommand('workbench.view.explorer');
    await eventually(() => assert.equal(this.#view?.visible ?? false, false));
  }

  /** Expands an identity of the demo's connection and returns the id of its row. */
  async unfold(identityId: string): Promise<string> {
    const id = `${connectionId}/${identityId}`;
    // An identity that is not in the list yet would be read separately and pinned.
    await eventually(() => this.row(id));
    const file = vscode.Uri.parse(`kratos://${connectionId}/identities/${identityId}.json`);
    await vscode.commands.executeCommand(commandIds.showIdentityInTree, file);
    await eventually(() => assert.ok(this.rows(id).some(({ node }) => node.kind !== 'loading')));
    return id;
  }

  /** Wraps the extension's provider and records what it returns. */
  record(provider: TreeProvider, create: (provider: vscode.TreeDataProvider<TreeNode>) => vscode.TreeView<TreeNode>) {
    this.#provider = provider;
    this.#view = create({
      onDidChangeTreeData: provider.onDidChangeTreeData,
      getParent: (node) => provider.getParent(node),
      resolveTreeItem: (item, node) => provider.resolveTreeItem(item, node),
      getChildren: async (node) => {
        const children = await provider.getChildren(node);
        this.#replace(node?.id, children);
        return children;
      },
      getTreeItem: (node) => {
        const item = provider.getTreeItem(node);
        this.#items.set(node.id, item);
        return item;
      },
    });
    return this.#view;
  }

  #replace(id: string | undefined, children: readonly TreeNode[]): void {
    for (const { id: before } of this.#below.get(id) ?? []) {
      if (!children.some((child) => child.id === before)) {
        this.#replace(before, []);
        this.#items.delete(before);
      }
    }
    this.#below.set(id, children);
  }
}

/**
 * The tree of the extension. Must be imported before activation, which creates the tree. Each test file is a separate
 * bundle: the first one records for all.
 */
export function drawnTree(): DrawnTree {
  const key = Symbol.for('kratosExplorer.test.drawnTree');
  const known: DrawnTree | undefined = Reflect.get(globalThis, key);
  if (known !== undefined) {
    return known;
  }
  const tree = new DrawnTree();
  Reflect.set(globalThis, key, tree);
  const { createTreeView } = vscode.window;
  Reflect.set(vscode.window, 'createTreeView', (id: string, options: vscode.TreeViewOptions<TreeNode>) => {
    const { treeDataProvider, ...others } = options;
    return tree.record(treeDataProvider as TreeProvider, (recording) =>
      createTreeView(id, { ...others, treeDataProvider: recording }),
    );
  });
  return tree;
}
