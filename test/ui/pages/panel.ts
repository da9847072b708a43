import axe, { type AxeResults } from 'axe-core';
import type { Frame, FrameLocator, Page } from 'playwright-core';

/** The session panel in front: what is inside the custom editor's two frames. */
export class Panel {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The panel's own document. */
  get content(): FrameLocator {
    return this.#page.frameLocator('iframe.webview:visible').frameLocator('iframe#active-frame');
  }

  /** All that it says, as a screen reader has it: roles, names and text, one a line. */
  async outline(): Promise<string> {
    await this.content.locator('body :visible').first().waitFor();
    return this.content.locator('body').ariaSnapshot();
  }

  /**
   * Whether keys go to the panel. One that was opened to work in takes the keyboard only when it has loaded: keys
   * before that are lost, and a palette that is open just then closes.
   */
  async hasKeyboard(): Promise<boolean> {
    return this.content.locator('body').evaluate((body) => body.ownerDocument.hasFocus());
  }

  async click(button: string): Promise<void> {
    await this.content.getByRole('button', { name: button, exact: true }).click();
  }

  /** What axe finds against the panel, each as "rule: element"; empty when nothing. */
  async accessibilityViolations(): Promise<string[]> {
    const frame = await this.frame();
    await frame.evaluate(axe.source);
    const { violations } = await frame.evaluate<AxeResults>('axe.run()');
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  /** The frame itself, for what asks for one. */
  async frame(): Promise<Frame> {
    const handle = await this.#page
      .frameLocator('iframe.webview:visible')
      .locator('iframe#active-frame')
      .elementHandle();
    const frame = await handle?.contentFrame();
    if (frame === null || frame === undefined) {
      throw new Error('The panel has no frame.');
    }
    return frame;
  }
}
