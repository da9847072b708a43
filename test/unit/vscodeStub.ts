/**
 * The little of the VS Code API that code under unit test touches, with the same types (checked by `satisfies`).
 * Behaviour that matters is tested in a real VS Code; this exists so that pure functions can be tested without one.
 */
import type * as vscode from 'vscode';
import { URI, Utils } from 'vscode-uri';

export const Uri = Object.assign(URI, { joinPath: Utils.joinPath }) as unknown as typeof vscode.Uri;

export const env = { language: 'en' } satisfies Partial<typeof vscode.env>;

export const version = '1.105.0';
export const UIKind = { Desktop: 1, Web: 2 } as const;
export const ExtensionKind = { UI: 1, Workspace: 2 } as const;

export const l10n = {
  bundle: undefined,
  t(message: string, ...args: unknown[]): string {
    const named = args.length === 1 && typeof args[0] === 'object' ? (args[0] as Record<string, unknown>) : { ...args };
    return message.replace(/\{(\w+)\}/g, (whole, name: string) => (name in named ? String(named[name]) : whole));
  },
} satisfies Pick<typeof vscode.l10n, 'bundle'> | { t(message: string, ...args: unknown[]): string };

export class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;
  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

/** Imported by modules whose functions that use them are not under test; Node.js requires the names. */
export const window = {};
export const workspace = {};
export const commands = {};
export const languages = {};
export class TabInputCustom {
  readonly uri: unknown;
  constructor(uri: unknown) {
    this.uri = uri;
  }
}
export class TabInputText {}
export class TabInputTextDiff {}
export const ConfigurationTarget = { Global: 1 } as const;
export const EndOfLine = { LF: 1 } as const;
export const ExtensionMode = { Test: 3 } as const;
export const FileChangeType = {};
export const FileType = {};
export class Position {}

export class Range {
  readonly line: number;
  constructor(line: number) {
    this.line = line;
  }
}

export class FileSystemError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const StatusBarAlignment = { Left: 1 } as const;
export const ViewColumn = { Active: -1, Beside: -2 } as const;
export const ProgressLocation = { Window: 10, Notification: 15 } as const;
export const QuickInputButtons = { Back: {} };
export const QuickPickItemKind = { Separator: -1 } as const;
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;

export class TreeItem {
  label: string | vscode.TreeItemLabel;
  collapsibleState: vscode.TreeItemCollapsibleState;
  constructor(
    label: string | vscode.TreeItemLabel,
    collapsibleState: vscode.TreeItemCollapsibleState = TreeItemCollapsibleState.None,
  ) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class Disposable {
  readonly dispose: () => void;
  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
  static from(...all: readonly { dispose(): void }[]): Disposable {
    return new Disposable(() => {
      for (const one of all) {
        one.dispose();
      }
    });
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(event: T) => unknown>();
  readonly event = (listener: (event: T) => unknown): { dispose(): void } => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(event: T): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }
  dispose(): void {
    this.#listeners.clear();
  }
}
