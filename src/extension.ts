import type { ExtensionContext } from 'vscode';

/** Composition root: makes the parts, hands them to each other, registers them. */
export function activate(_context: ExtensionContext): void {}
