import { describe, expect, it } from 'vitest';
import { l10nProblems, manifestProblems } from '../../scripts/checkL10n.ts';
import { showDone } from '../../src/platform/statusMessages.ts';

const extracted = new Set(['Copy', 'Show {0}']);

describe('the check of texts that users read', () => {
  it.each([
    ["window.showInformationMessage(l10n.t('Copy'))"],
    ["const item = { label: l10n.t('Show {0}', 'name'), iconId: 'copy' };"],
    ['item.text = `$(watch) `;'],
    ["input.placeholder = 'https://kratos.example.org';"],
    ["throw new Error('This cannot happen.');"],
    ["element.className = 'buttons unlock';"],
    ['log.warn(`The file was not read.`);'],
    [`const view = html\`<p class="quiet" title=\${words.copy}>\${words.copy}</p>\`;`],
  ])('accepts %s', (source) => {
    expect(l10nProblems('tree/one.ts', source, extracted)).toEqual([]);
  });

  it.each([
    ['a message', "window.showInformationMessage('Copied');", '"Copied" is not translated by l10n.t.'],
    ['a confirmation', `${showDone.name}('Copied');`, '"Copied" is not translated by l10n.t.'],
    [
      'a message in the status bar',
      `window.setStatusBarMessage(\`Copied \${name}\`, 4000);`,
      '"Copied " is not translated by l10n.t.',
    ],
    ['the label of a quick pick', "const item = { label: 'Copy' };", '"Copy" is not translated by l10n.t.'],
    [
      'one of two labels',
      "const item = { label: one ? l10n.t('Copy') : 'All' };",
      '"All" is not translated by l10n.t.',
    ],
    ['a title that is assigned', "pick.title = 'Copy';", '"Copy" is not translated by l10n.t.'],
    [
      'a sentence anywhere',
      "const none = () => 'There is no connection';",
      '"There is no connection" is not translated by l10n.t.',
    ],
    [
      'a message that is put together',
      "l10n.t('Copy ' + name)",
      'the message of l10n.t is not a string literal, so it cannot be extracted.',
    ],
    ['a message that is not extracted', "l10n.t('Paste')", '@vscode/l10n-dev does not extract "Paste".'],
    [
      'a word of a page',
      `html\`<button @click=\${run}>Copy</button>\``,
      '"Copy" in the markup does not come from the page\'s words.',
    ],
    [
      'an attribute of a page',
      `html\`<button aria-label="Copy" @click=\${run}></button>\``,
      '"Copy" in the markup does not come from the page\'s words.',
    ],
  ])('refuses %s', (_, source, problem) => {
    expect(l10nProblems('tree/one.ts', `\n${source}`, extracted)).toEqual([`tree/one.ts:2: ${problem}`]);
  });

  it('reads no file of a folder without texts', () => {
    expect(l10nProblems('core/one.ts', "const item = { label: 'Copy' };", extracted)).toEqual([]);
  });

  it('finds only what is not extracted in a file that is quoted to maintainers', () => {
    const source = "const line = 'list of identities';\nwindow.setStatusBarMessage(l10n.t('Copied'));";
    expect(l10nProblems('check/supportInformation.ts', source, extracted)).toEqual([
      'check/supportInformation.ts:2: @vscode/l10n-dev does not extract "Copied".',
    ]);
  });

  it('refuses a title in package.json that is not in package.nls.json', () => {
    const commands = [
      { command: 'a', title: '%command.a%' },
      { command: 'b', title: 'Copy It' },
    ];
    expect(manifestProblems({ commands })).toEqual(['package.json: "Copy It" is not a key of package.nls.json.']);
  });
});
