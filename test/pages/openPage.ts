import { readFile } from 'node:fs/promises';
import path from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { at } from '../../scripts/project.ts';
import { pageHtml } from '../../src/pages/host/loadPage.ts';
import themes from './themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;

export const themeNames = Object.keys(themes) as Theme[];

export interface PageOptions {
  /** The page's script, relative to the project's folder. That of the pages, as globalSetup.ts builds it, by default. */
  readonly script?: string;
  /** Which page of its script; that of an identity by default. */
  readonly page?: Parameters<typeof pageHtml>[0]['page'];
  /** In pixels, 800 by 600 by default. */
  readonly width?: number;
  readonly height?: number;
  /** What the page kept before. */
  readonly state?: unknown;
}

const origin = 'http://page.test';
const nonce = 'nonce';

/** A page of the extension in a browser without VS Code, with its real policy, a theme's colors and a recording host. */
export class TestPage {
  readonly page: Page;
  /** Uncaught errors, and what the page's policy blocked. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.errors.push(message.text());
      }
    });
  }

  /** Sends a message from the host. */
  async post(message: unknown): Promise<void> {
    await this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  }

  /** Returns the messages to the host of a type. */
  async sent<T>(type: string): Promise<T[]> {
    return this.page.evaluate(`testHost.sent.filter((message) => message.type === ${JSON.stringify(type)})`);
  }

  /** Returns the number of listed rows as the grid says it, without the header. */
  async rowCount(): Promise<number> {
    return Number(await this.page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  }

  async state<T>(): Promise<T> {
    return this.page.evaluate('testHost.state');
  }

  /** Runs `check` in each theme, and leaves the page in the last. */
  async inEachTheme(check: (theme: Theme) => Promise<void>): Promise<void> {
    for (const theme of themeNames) {
      await this.page.evaluate(applied(theme));
      await check(theme);
    }
  }

  /** Returns the problems that axe finds, as "rule: element". */
  async accessibilityViolations(): Promise<string[]> {
    if (await this.page.evaluate<boolean>("!('axe' in globalThis)")) {
      await this.page.evaluate(axe.source);
    }
    // The paths of elements without problems, which no test reads, take most of axe's time.
    const { violations } = await this.page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: at(`test/ui/results/pages/${name}.png`) });
  }
}

export async function openPage(browser: Browser, options: PageOptions): Promise<TestPage> {
  const { width = 800, height = 600 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  const opened = new TestPage(page);
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    await (pathname === '/'
      ? route.fulfill({ contentType: 'text/html', body: pageWithHost(options) })
      : route.fulfill({ contentType: 'text/javascript', body: await readFile(at(path.posix.join('.', pathname))) }));
  });
  await page.goto(`${origin}/`);
  return opened;
}

function pageWithHost({ script = 'out/pages/pages.js', page = 'identity', state }: PageOptions): string {
  const html = pageHtml({ page, script: `${origin}/${script}`, cspSource: origin, nonce, language: 'en' });
  const host = `
    window.testHost = { sent: [], state: ${embedded(state)} };
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => testHost.sent.push(structuredClone(message)),
      getState: () => testHost.state,
      setState: (state) => { testHost.state = structuredClone(state); },
    });
    document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective));
    ${applied('dark')}`;
  return html.replace('<body>', () => `<body><script nonce="${nonce}">${host}</script>`);
}

/** Returns the code that gives a page the colors of a theme. */
function applied(theme: Theme): string {
  const { class: className, variables } = themes[theme];
  return `
    document.documentElement.removeAttribute('style');
    for (const [name, value] of Object.entries(${embedded(variables)})) {
      document.documentElement.style.setProperty(name, value);
    }
    document.body.className = ${embedded(className)};`;
}

function embedded(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').replaceAll('<', '\\u003c');
}
