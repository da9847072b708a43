import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandIds } from '../../src/commands/ids.ts';

interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

const manifestText = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(manifestText) as {
  activationEvents: string[];
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string }[];
    menus: Record<string, { command: string; when: string; group: string }[]>;
    keybindings: { command: string; when: string }[];
    views: Record<string, { id: string }[]>;
    customEditors: { viewType: string }[];
    viewsWelcome: { contents: string }[];
    walkthroughs: { id: string; when: string; steps: WalkthroughStep[] }[];
    configuration: {
      properties: Record<string, { scope?: string; ignoreSync?: boolean; markdownDescription?: string }>;
    };
  };
};
const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(`src/${file}`, 'utf8'));

const rowMenu = manifest.contributes.menus['view/item/context'] ?? [];
const rowKinds = ['connection', 'identity', 'session', 'more', 'waiting', 'loading', 'failure'];

/** Returns the menu of a kind of row, in the order of its groups. */
function menuOf(kind: string) {
  const pattern = /viewItem =~ \/\^([^/]+)\//;
  return rowMenu
    .filter(({ when }) => new RegExp(`^${pattern.exec(when)?.[1]}`).test(kind))
    .sort((one, other) => (one.group < other.group ? -1 : 1));
}

/** Returns the context keys that the code sets. */
function contextKeys(): readonly string[] {
  return sources.flatMap((code) =>
    [...code.matchAll(/setContext'?[,(]\s*'(kratosExplorer\.\w+)'/g)].map(([, key]) => key ?? ''),
  );
}

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

  it('reads each context key that the code sets, and no other', () => {
    const clauses = [...manifestText.matchAll(/"(?:when|enablement)": "(.*)"|"onContext:(.*)"/g)].map(
      ([clause]) => clause,
    );
    const names = clauses.flatMap((clause) => clause.match(/kratosExplorer\.\w+/g) ?? []);
    const { views, customEditors } = manifest.contributes;
    const ids = [
      ...Object.values(views)
        .flat()
        .map(({ id }) => id),
      ...customEditors.map(({ viewType }) => viewType),
    ];
    const read = new Set(names.filter((name) => ![...ids, 'kratosExplorer.recentSessions'].includes(name)));
    expect([...read].sort()).toEqual([...new Set(contextKeys())].sort());
  });

  it('lets no workspace and no other machine choose an address', () => {
    expect(manifest.contributes.configuration.properties['kratosExplorer.connections']).toMatchObject({
      scope: 'application',
      ignoreSync: true,
    });
  });

  it('has each folder of icons that a tab uses in the package', () => {
    const used = sources.flatMap((code) =>
      [...code.matchAll(/'media', '(\w+)'/g)].map(([, folder]) => `!media/${folder}/**`),
    );
    expect(used).not.toEqual([]);
    expect(readFileSync('.vscodeignore', 'utf8').split('\n')).toEqual(expect.arrayContaining(used));
  });

  it('does not start with the editor', () => {
    expect(manifest.activationEvents.filter((event) => event === '*' || event === 'onStartupFinished')).toEqual([]);
  });
});

describe('the walkthrough', () => {
  const [walkthrough, ...others] = manifest.contributes.walkthroughs;
  const steps = walkthrough?.steps ?? [];
  const wordsOf = (placeholder: string) => words[placeholder.slice(1, -1)] ?? '';

  it('is one of four steps, and each has a button', () => {
    expect(others).toEqual([]);
    expect(steps.map(({ id }) => id)).toEqual(['demo', 'connect', 'logLine', 'unlock']);
    expect(steps.filter(({ description }) => !/\n\[[^\]]+\]\(command:\S+\)$/.test(wordsOf(description)))).toEqual([]);
  });

  it('is not opened by VS Code when the extension is installed, because its condition needs the started extension', () => {
    expect(walkthrough?.when).toBe('kratosExplorer.hasConnection || kratosExplorer.welcome');
  });

  it.each(steps)(
    'has a picture in step $id that exists, has an alt text, and has colors of the theme only',
    ({ media }) => {
      const picture = readFileSync(media.svg, 'utf8');
      expect(/ role="img" aria-label="([^"]+)"/.exec(picture)?.[1]).toBe(wordsOf(media.altText));
      const colors = [...picture.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, color]) => color);
      expect(colors.length).toBeGreaterThan(5);
      expect(colors.filter((color) => color !== 'none' && !color?.startsWith('var(--vscode-'))).toEqual([]);
    },
  );

  it.each(steps)('completes step $id by an event of this extension', ({ completionEvents }) => {
    const happening = [
      ...Object.values(commandIds).map((id) => `onCommand:${id}`),
      ...contextKeys().map((key) => `onContext:${key}`),
    ];
    expect(completionEvents).not.toEqual([]);
    expect(completionEvents.filter((event) => !happening.includes(event))).toEqual([]);
  });
});

describe('the menu of a row', () => {
  it.each(rowKinds)('puts each command of %s into a known group and at a place of its own', (kind) => {
    const groups = [
      ...['inline', '1_open', '1_retry', '3_compare', '4_list', '5_cutcopypaste', '5b_importexport'],
      ...['6_edit', '6_manage', '7_refresh', '8_revoke', '9_remove'],
    ];
    const menu = menuOf(kind);
    expect(menu.length).toBeGreaterThan(0);
    expect(menu.map(({ group }) => group.split('@')[0]).filter((group) => !groups.includes(group ?? ''))).toEqual([]);
    expect(new Set(menu.map(({ group }) => group)).size).toBe(menu.length);
  });

  it.each(rowKinds)('has each inline action of %s also as an item', (kind) => {
    const commandsIn = (inline: boolean) =>
      menuOf(kind)
        .filter(({ group }) => group.startsWith('inline') === inline)
        .map(({ command }) => command);
    expect(commandsIn(true).filter((command) => !commandsIn(false).includes(command))).toEqual([]);
  });

  it.each([
    ['session', commandIds.openSessionToSide],
    ['identity', commandIds.openIdentity],
  ])('begins with the command that opens a %s', (kind, command) => {
    expect(menuOf(kind)[0]?.command).toBe(command);
  });

  it('compares exactly two sessions, or one with the session that was selected before', () => {
    const when = (command: string) => rowMenu.find((item) => item.command === command)?.when ?? '';
    expect(when(commandIds.compareSessions)).toContain('listDoubleSelection');
    expect(when(commandIds.selectSessionForCompare)).toContain('!listMultiSelection');
    expect(when(commandIds.compareWithSelectedSession)).toContain('kratosExplorer.hasSessionForCompare');
    expect(menuOf('session').filter(({ group }) => group.startsWith('3_compare'))).toHaveLength(3);
  });

  it('lists a command that acts on one row for one row only', () => {
    const actOnAll: readonly string[] = [
      ...[commandIds.refreshConnection, commandIds.refreshIdentity, commandIds.refreshSession],
      ...[commandIds.openSessionJson, commandIds.openIdentityJson, commandIds.unpinIdentity],
      ...[commandIds.copySessionJson, commandIds.copySessionJsonWithoutIdentity, commandIds.copySessionId],
      ...[commandIds.copyIdentityJson, commandIds.copyIdentityId],
      ...[
        commandIds.saveSessionJson,
        commandIds.exportSessions,
        commandIds.insertSessionJson,
        commandIds.compareSessions,
      ],
      ...[commandIds.revokeSessions, commandIds.revokeAllBut],
      ...[commandIds.showLog, commandIds.openConnectionSettings],
    ];
    const ofOne = rowMenu.filter(({ command, group }) => !actOnAll.includes(command) && !group.startsWith('inline'));
    expect(ofOne.filter(({ when }) => !when.includes('!listMultiSelection'))).toEqual([]);
  });
});

describe('the menu of a session in a page', () => {
  const pageMenu = manifest.contributes.menus['webview/context'] ?? [];
  const inTree = new Map(
    menuOf('session')
      .filter(({ group }) => !group.startsWith('inline'))
      .map((item) => [item.command, item]),
  );

  it('is shown on rows of the tables that could be read, and leads from recent sessions to an identity', () => {
    const rows = " && webviewSection == 'session' && state != unreadable";
    const pages = new Map(pageMenu.map(({ command, when }) => [command, when.split(rows)[0]]));
    expect(pageMenu.filter(({ when }) => !when.includes(rows))).toEqual([]);
    expect(pages.get(commandIds.openIdentity)).toBe("webviewId == 'kratosExplorer.recentSessions'");
    pages.delete(commandIds.openIdentity);
    expect([...new Set(pages.values())]).toEqual(['webviewId =~ /^kratosExplorer\\.(identity|recentSessions)$/']);
  });

  it('has the commands of a session in the tree, in the same places', () => {
    const places = Object.fromEntries(pageMenu.map(({ command, group }) => [command, group]));
    const { [commandIds.showIdentityInTree]: ofPage, ...ofBoth } = places;
    expect(ofPage).toBe('1_open@4');
    expect(Object.keys(ofBoth)).toHaveLength(17);
    expect(ofBoth).toEqual(Object.fromEntries(Object.keys(ofBoth).map((id) => [id, inTree.get(id)?.group])));
  });

  it('offers a command for one row or for two as the menu of the tree does', () => {
    const rowsOf = (when: string, one: string, two: string) =>
      when.includes(one) ? 1 : when.includes(two) ? 2 : undefined;
    const shared = pageMenu.filter(({ command }) => inTree.has(command));
    expect(shared.map(({ command, when }) => [command, rowsOf(when, 'selected == 1', 'selected == 2')])).toEqual(
      shared.map(({ command }) => [
        command,
        rowsOf(inTree.get(command)?.when ?? '', '!listMultiSelection', 'listDoubleSelection'),
      ]),
    );
  });
});

it('offers to disable only an active identity in the tree, and to enable only an inactive one', () => {
  const when = (command: string) => rowMenu.find((item) => item.command === command)?.when ?? '';
  expect(when(commandIds.disableIdentity)).toContain('viewItem =~ /\\bactive\\b/');
  expect(when(commandIds.enableIdentity)).toContain('viewItem =~ /\\binactive\\b/');
});

it('offers a change in a menu only while the connection of its row or page is unlocked', () => {
  const changes = /\.(revoke|disable|enable|removeCredential|createRecovery|extend)/;
  const { commandPalette: _, ...menus } = manifest.contributes.menus;
  const whens = Object.entries(menus).flatMap(([menu, items]) =>
    items.flatMap(({ command, when }) => (changes.test(command) ? [[menu, when] as const] : [])),
  );
  const unlocked: Readonly<Record<string, string>> = {
    'view/item/context': 'viewItem =~ /\\bunlocked\\b/',
    'webview/context': '&& mayChange',
    'editor/title': '&& resource in kratosExplorer.unlockedFiles',
  };
  expect(whens.length).toBeGreaterThan(20);
  expect(whens.filter(([menu, when]) => !when.includes(unlocked[menu] ?? 'none'))).toEqual([]);
});

describe('each command', () => {
  /** They run without a connection: to get one, to say that there is none, or for what is on this machine. */
  const alwaysPossible: readonly string[] = [
    ...[commandIds.addConnection, commandIds.tryDemo, commandIds.openConnectionSettings],
    ...[commandIds.findSession, commandIds.findIdentity, commandIds.showLog, commandIds.forgetSecrets],
    ...[commandIds.openAuditLog, commandIds.verifyAuditLog, commandIds.copyAuditHeadHash],
    ...[commandIds.chooseEvidenceFolder, commandIds.checkUnfinished, commandIds.getStarted],
    commandIds.copySupportInformation,
  ];
  const { commands, menus } = manifest.contributes;
  const inPalette = new Map((menus.commandPalette ?? []).map(({ command, when }) => [command, when]));

  it.each(commands)('$command is disabled, or left out of the palette, where it cannot run', (one) => {
    expect([one.command, one.enablement !== undefined || inPalette.has(one.command)]).toEqual([
      one.command,
      !alwaysPossible.includes(one.command),
    ]);
    // There, Find Session does the same.
    const isNever = one.command === commandIds.findInKratos;
    expect(inPalette.get(one.command) === 'false').toBe(isNever);
  });

  it('is not disabled by the selection, which changes only after the click on a row that runs it', () => {
    expect(commands.filter(({ enablement }) => enablement?.includes('selection'))).toEqual([]);
  });

  it('is not disabled before the extension is active, unless it needs what this window made', () => {
    const needsKey = commands.filter(({ enablement }) => !(enablement ?? '!=').includes('!='));
    expect(Object.fromEntries(needsKey.map(({ command, enablement }) => [command, enablement]))).toEqual({
      [commandIds.lockConnection]: 'kratosExplorer.isUnlocked',
      [commandIds.clearIdentityFilter]: 'kratosExplorer.hasIdentityFilter',
      [commandIds.compareWithSelectedSession]: 'kratosExplorer.hasSessionForCompare',
    });
  });

  it('has a place in a menu besides the palette', () => {
    const { commandPalette: _, ...others } = menus;
    const placed = new Set(Object.values(others).flatMap((items) => items.map(({ command }) => command)));
    expect(commands.map(({ command }) => command).filter((id) => !placed.has(id))).toEqual([]);
  });
});

it('the palette offers a command that needs a row, an editor or a list only where there is one', () => {
  const needs = (manifest.contributes.menus.commandPalette ?? []).map(({ command, when }) => [command, when]);
  expect(Object.fromEntries(needs)).toMatchObject({
    [commandIds.loadMore]: expect.stringContaining('more'),
    [commandIds.loadAll]: expect.stringContaining('more'),
    [commandIds.filterSessions]: expect.stringContaining('identity|session'),
    [commandIds.openSessionToSide]: expect.stringContaining('session'),
    [commandIds.compareSessions]: expect.stringContaining('session two'),
    [commandIds.openIdentity]: 'activeCustomEditorId != kratosExplorer.identity',
    [commandIds.insertSessionJson]: expect.stringContaining('!activeEditorIsReadonly'),
  });
});

it('the palette lists Find Identity and Find Session before all other commands for “find”', () => {
  // VS Code sorts commands that were not used yet by their labels.
  const { commands, menus } = manifest.contributes;
  const isShown = (id: string) =>
    !menus.commandPalette?.some(({ command, when }) => command === id && when === 'false');
  const shown = commands.filter(({ command }) => isShown(command));
  const labels = shown.map(({ title }) => words[title.slice(1, -1)] ?? '').sort();
  expect(labels.filter((label) => /find/i.test(label))).toEqual(['Find Identity…', 'Find Session…']);
});

it('the title of the view has Find Session, Add Connection and Refresh as icons, and the rest in groups', () => {
  const items = manifest.contributes.menus['view/title'] ?? [];
  const inGroup = (name: string) =>
    items.filter(({ group }) => group.startsWith(`${name}@`)).map(({ command }) => command);
  expect(inGroup('navigation')).toEqual([commandIds.findSession, commandIds.addConnection, commandIds.refreshView]);
  expect([...new Set(items.map(({ group }) => group.split('@')[0]))]).toEqual([
    ...['navigation', '1_find', '2_connections', '3_audit', '4_log'],
  ]);
});

it('a setting that names a command links to it in the Settings editor', () => {
  const shownThere = Object.values(manifest.contributes.configuration.properties).map(
    ({ markdownDescription = '' }) => words[markdownDescription.slice(1, -1)] ?? '',
  );
  expect(shownThere.filter((text) => text.includes('`Kratos: '))).toEqual([]);
  expect(shownThere.filter((text) => text.includes('](command:kratosExplorer.'))).toHaveLength(2);
});

it('Ctrl+S saves as evidence only where a file of Kratos is active', () => {
  // With the focus in the tree, resourceScheme is not set.
  const when = 'resourceScheme == kratos || activeCustomEditorId =~ /^kratosExplorer\\./';
  expect(manifest.contributes.keybindings).toEqual([
    { command: commandIds.saveSessionJson, key: 'ctrl+s', mac: 'cmd+s', when },
  ]);
});
