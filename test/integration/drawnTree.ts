import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import type { TreeNode } from '../../src/tree/nodes.ts';
import type { TreeProvider } from '../../src/tree/provider.ts';
import { connectionId } from './demoConnection.ts';
import { eventually } from './eventually.ts';
import { setConnections } from './settings.ts';

const viewId = 'kratosExplorer.identities';

/** A row as VS Code got it last. */
export interface DrawnRow {
  readonly node: TreeNode;
  readonly item: vscode.TreeItem;
  readonly label: string;
  readonly description: string;
}

/** The tree as VS Code has it: it shows its rows to nobody, so what it is given is noted on the way. */
export class DrawnTree {
  #view: vscode.TreeView<TreeNode> | undefined;
  #provider: TreeProvider | undefined;
  readonly #below = new Map<string | undefined, readonly TreeNode[]>();
  readonly #items = new Map<string, vscode.TreeItem>();

  get view(): vscode.TreeView<TreeNode> {
    assert.ok(this.#view, 'The extension has made no tree yet.');
    return this.#view;
  }

  /** The rows below the row with this id, or at the top. */
  rows(id?: string): readonly DrawnRow[] {
    return (this.#below.get(id) ?? []).map((node) => {
      const item = this.#items.get(node.id);
      assert.ok(item, `${node.id} was not drawn yet`);
      return { node, item, label: `${item.label}`, description: `${item.description ?? ''}` };
    });
  }

  /** "Ada Lovelace | ada@example.org" for each row below the one with this id. */
  texts(id?: string): readonly string[] {
    return this.rows(id).map(({ label, description }) => [label, description].filter(Boolean).join(' | '));
  }

  /** The row with this id. */
  row(id: string): DrawnRow {
    const shown = [...this.#below.keys()].flatMap((above) => this.rows(above)).find(({ node }) => node.id === id);
    assert.ok(shown, `There is no row ${id}; at the top are ${this.texts().join(', ') || 'none'}.`);
    return shown;
  }

  /** The item with its tooltip, which VS Code asks for when the mouse rests on the row. */
  resolve(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> | undefined {
    return this.#provider?.resolveTreeItem(item, node);
  }

  /** The tooltip of the row with this id, as VS Code asks for it under the pointer. */
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

  /** Takes all connections away, and with them whatever was read. Leaves the view visible. */
  async empty(): Promise<void> {
    await this.show();
    await setConnections([]);
    await eventually(() => assert.deepEqual(this.texts(), []));
  }

  async hide(): Promise<void> {
    await vscode.commands.executeCommand('workbench.view.explorer');
    await eventually(() => assert.equal(this.#view?.visible ?? false, false));
  }

  /** Shows an identity of the demo's connection with its sessions; answers with the id of its row. */
  async unfold(identityId: string): Promise<string> {
    const id = `${connectionId}/${identityId}`;
    // One that its list does not show yet would be read alone, and pinned.
    await eventually(() => this.row(id));
    const file = vscode.Uri.parse(`kratos://${connectionId}/identities/${identityId}.json`);
    await vscode.commands.executeCommand(commandIds.showIdentityInTree, file);
    await eventually(() => assert.ok(this.rows(id).some(({ node }) => node.kind !== 'loading')));
    return id;
  }

  /** Stands between VS Code and the extension's own provider, and notes what passes. */
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
 * The tree of the extension. To be asked for while test files are loaded, which is before the extension is activated
 * and makes it; each file is a bundle on its own, so that the first of them notes for all.
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
