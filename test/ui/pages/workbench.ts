import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { at } from '../../../scripts/project.ts';
import { Clipboard } from './clipboard.ts';
import { Editors } from './editors.ts';
import { Notifications } from './notifications.ts';
import { Panel } from './panel.ts';
import { QuickInput } from './quickInput.ts';
import { Tree } from './tree.ts';
import { Walkthrough } from './walkthrough.ts';

/** A theme of VS Code of each kind, with the class that the window has in it. */
export const themes = {
  dark: { label: 'Dark Modern', kind: 'vs-dark' },
  light: { label: 'Light Modern', kind: 'vs' },
  highContrast: { label: 'Dark High Contrast', kind: 'hc-black' },
} as const;

export type Theme = keyof typeof themes;

/** The time limit for what one click or key shows, before it is repeated, in milliseconds. */
const patience = 3000;

/** The time limits for the window and then for its extensions, in milliseconds. */
const startLimit = 45_000;

/** VS Code's window. */
export class Workbench {
  readonly page: Page;
  readonly tree: Tree;
  readonly panel: Panel;
  readonly editors: Editors;
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly clipboard: Clipboard;
  readonly walkthrough: Walkthrough;
  /** Violations of content security policies in the window and its frames. */
  readonly policyReports: string[] = [];
  readonly #close: () => Promise<void>;

  constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.tree = new Tree(page);
    this.panel = new Panel(page);
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.clipboard = new Clipboard(page);
    this.walkthrough = new Walkthrough(page);
    this.editors = new Editors(page, this.clipboard);
    this.#close = close;
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) {
        this.policyReports.push(`${message.location().url}: ${message.text()}`);
      }
    });
  }

  /** Opens VS Code at its server's address in an empty page. */
  async open(address: URL): Promise<void> {
    await this.page.goto(address.href, { timeout: startLimit });
    await this.#ready();
  }

  /** Shows the Kratos view with its icon in the activity bar. */
  async openKratosView(): Promise<void> {
    const icon = this.page.getByRole('tab', { name: 'Kratos' });
    // After a reload, VS Code restores the view, and a click at that time hides it.
    await expect
      .poll(async () => {
        if (!(await this.view.isVisible())) {
          await icon.click();
          await this.view.waitFor({ timeout: patience }).catch(() => {});
        }
        return this.view.isVisible();
      })
      .toBe(true);
  }

  /** The sidebar with the extension's views in it. */
  get view(): Locator {
    return this.page.locator('[id="workbench.view.extension.kratosExplorer"]');
  }

  /** Drags the edge of the sidebar until it is this many pixels wide. */
  async widenSidebar(width: number): Promise<void> {
    const sidebar = this.page.locator('.part.sidebar');
    const box = await sidebar.boundingBox();
    if (box === null) {
      throw new Error('The sidebar is closed.');
    }
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width + 1, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width + 1, y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Returns whether the title of the sidebar is longer than its place. */
  isTitleCut(): Promise<boolean> {
    const title = this.page.locator('.part.sidebar .composite.title .title-label h2');
    return title.evaluate(
      (element: { scrollWidth: number; clientWidth: number }) => element.scrollWidth > element.clientWidth,
    );
  }

  /** Presses a button of the view's title, which VS Code shows in the title of the sidebar. */
  async clickViewAction(name: string): Promise<void> {
    await this.page.locator('.part.sidebar .composite.title').getByRole('button', { name, exact: true }).click();
  }

  /** Runs a command by its title in the palette, e.g. "Kratos: Find Session…". */
  async runCommand(title: string): Promise<void> {
    await this.#findCommand(this.quickInput.item(title).first(), () => this.quickInput.type(`>${title}`));
    await this.quickInput.pick(title);
  }

  /** Runs a command without the mouse. */
  async runCommandByKeyboard(title: string): Promise<void> {
    await this.#findCommand(this.quickInput.focusedItem(title), () => this.page.keyboard.type(title));
    await this.page.keyboard.press('Enter');
  }

  /**
   * Opens the palette and enters a title, until the command's row is there: an open palette lists the commands of the
   * moment it was opened, and VS Code registers some after its start.
   */
  async #findCommand(row: Locator, enterTitle: () => Promise<void>): Promise<void> {
    await expect
      .poll(async () => {
        await this.#openPalette();
        await enterTitle();
        return row.waitFor({ timeout: patience }).then(
          () => true,
          () => this.quickInput.cancel().then(() => false),
        );
      })
      .toBe(true);
  }

  /** Changes the color theme. */
  async useTheme(theme: Theme): Promise<void> {
    const { label, kind } = themes[theme];
    const isShown = this.page.locator(`.monaco-workbench.${kind}`);
    if ((await isShown.count()) === 0) {
      await this.runCommand('Preferences: Color Theme');
      await this.quickInput.type(label);
      await this.quickInput.pick(label);
      await this.quickInput.item(label).waitFor({ state: 'hidden' });
      await isShown.waitFor();
    }
  }

  /** Opens a file of the workspace folder and focuses it. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput.type(name);
    await this.quickInput.pick(name);
    await this.editors.waitForFocus(name);
  }

  /** Reloads the window with VS Code's command, which saves its state first. */
  async reload(): Promise<void> {
    await Promise.all([
      this.page.waitForEvent('load', { timeout: startLimit }),
      this.runCommand('Developer: Reload Window'),
    ]);
    await this.#ready();
  }

  /** Opens a second window with the same folder, settings and secrets. The caller closes it. */
  async openAnotherWindow(): Promise<Workbench> {
    const page = await this.page.context().newPage();
    const other = new Workbench(page, () => page.close());
    await other.open(new URL(this.page.url()));
    return other;
  }

  async #openPalette(): Promise<void> {
    // A webview that is loading takes the focus, and loses keys until it is there.
    await expect
      .poll(async () => {
        await this.page.keyboard.press('F1');
        return this.quickInput.isShown(patience);
      })
      .toBe(true);
  }

  /** The extension's icon is shown once the workbench has loaded the installed extensions. */
  async #ready(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Kratos' }).waitFor({ timeout: startLimit });
  }

  /** Saves a screenshot in test/ui/results and returns its path. */
  async screenshot(name: string): Promise<string> {
    const file = at(`test/ui/results/${name}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Ends this VS Code and removes its data. */
  async close(): Promise<void> {
    await this.#close();
  }
}
