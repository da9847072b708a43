import { readFile } from 'node:fs/promises';
import path from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { build } from 'rolldown';
import { at } from '../../scripts/project.ts';
import { pageHtml } from '../../src/pages/host/loadPage.ts';
import themes from './themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;

export const themeNames = Object.keys(themes) as Theme[];

export interface PageOptions {
  /** The page's script, relative to the project's folder: 'dist/pages.js'. Scripts beside it can be imported. */
  readonly script: string;
  /** Which page of its script; that of an identity by default. */
  readonly page?: Parameters<typeof pageHtml>[0]['page'];
  readonly theme?: Theme;
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

  /** Returns the problems that axe finds, as "rule: element". */
  async accessibilityViolations(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate<AxeResults>('axe.run()');
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: at(`test/ui/results/pages/${name}.png`) });
  }
}

/** Builds a script of pages from its source, and returns its path relative to the project's folder. */
export async function buildScript(folder: string, name: string, source: string): Promise<string> {
  await build({
    platform: 'browser',
    transform: { target: 'es2022' },
    input: { [name]: at(source) },
    output: { dir: at(folder), format: 'esm', codeSplitting: false },
    logLevel: 'warn',
  });
  return `${folder}/${name}.js`;
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

function pageWithHost({ script, page = 'identity', theme = 'dark', state }: PageOptions): string {
  const html = pageHtml({ page, script: `${origin}/${script}`, cspSource: origin, nonce, language: 'en' });
  const { class: className, variables } = themes[theme];
  const host = `
    window.testHost = { sent: [], state: ${embedded(state)} };
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => testHost.sent.push(structuredClone(message)),
      getState: () => testHost.state,
      setState: (state) => { testHost.state = structuredClone(state); },
    });
    document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective));
    for (const [name, value] of Object.entries(${embedded(variables)})) {
      document.documentElement.style.setProperty(name, value);
    }
    document.body.className = ${embedded(className)};`;
  return html.replace('<body>', () => `<body><script nonce="${nonce}">${host}</script>`);
}

function embedded(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').replaceAll('<', '\\u003c');
}
