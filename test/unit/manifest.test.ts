import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandIds } from '../../src/commands/ids.ts';

const manifestText = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(manifestText) as {
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  activationEvents: string[];
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string }[]>;
    viewsWelcome: { contents: string }[];
    configuration: { properties: Record<string, { scope?: string; ignoreSync?: boolean }> };
  };
};
const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

describe('the manifest', () => {
  it('contributes exactly the commands that the code names', () => {
    expect(manifest.contributes.commands.map(({ command }) => command).sort()).toEqual(
      Object.values(commandIds).sort(),
    );
  });

  it('puts only contributed commands into menus and welcomes', () => {
    const known = new Set<string>(Object.values(commandIds));
    const inMenus = Object.values(manifest.contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const inWords = Object.values(words).flatMap((text) =>
      [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id),
    );
    expect([...inMenus, ...inWords].filter((id) => id === undefined || !known.has(id))).toEqual([]);
  });

  it('has words for every placeholder, and no words left over', () => {
    const used = new Set([...manifestText.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    expect([...used].sort()).toEqual(Object.keys(words).sort());
  });

  it('lets no workspace and no other machine choose an address', () => {
    expect(manifest.contributes.configuration.properties['kratosExplorer.connections']).toMatchObject({
      scope: 'application',
      ignoreSync: true,
    });
  });

  it('asks for the oldest VS Code whose types it is checked against', () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode']}`);
  });

  it('does not start with the editor', () => {
    expect(manifest.activationEvents.filter((event) => event === '*' || event === 'onStartupFinished')).toEqual([]);
  });
});
