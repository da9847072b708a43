import axe, { type AxeResults } from 'axe-core';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';

const mostPresses = 60;

/** See `Panel.cutOff`. */
const cutOff = `(() => {
  const scrolls = (element) => element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const isSeen = ({ width, height }) => width > 1 && height > 1;
  const named = (element) => element.className + ': ' + element.textContent.trim().slice(0, 60);
  const elements = [...document.querySelectorAll('main *')].filter((element) => isSeen(element.getBoundingClientRect()));
  return [
    ...elements.filter((element) => !scrolls(element) && element.getBoundingClientRect().right > innerWidth + 0.5),
    ...elements.filter((element) =>
      getComputedStyle(element).overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1 &&
      element.closest('[title]') === null),
  ].map(named);
})()`;

/** The active session panel inside the custom editor's two frames. */
export class Panel {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get content(): FrameLocator {
    return this.#page.frameLocator('iframe.webview:visible').frameLocator('iframe#active-frame');
  }

  /** Returns its accessibility tree: roles, names and text, one per line. */
  async outline(): Promise<string> {
    await this.content.locator('body :visible').first().waitFor();
    return this.content.locator('body').ariaSnapshot();
  }

  /**
   * Returns whether the panel has the focus, which it takes after loading: earlier keys are lost, and an open palette
   * closes.
   */
  async hasKeyboard(): Promise<boolean> {
    return this.content.locator('body').evaluate((body) => body.ownerDocument.hasFocus());
  }

  async click(button: string): Promise<void> {
    await this.content.getByRole('button', { name: button, exact: true }).click();
  }

  /** Gives a button the focus by Tab, and by the arrow keys where a group of buttons is one tab stop. */
  async moveTo(button: Locator): Promise<void> {
    const nextKey = () =>
      button.evaluate((wanted): string | undefined => {
        const focused = wanted.ownerDocument.activeElement;
        const areIn = (selector: string) => focused?.closest(selector) === wanted.closest(selector);
        return wanted === focused
          ? undefined
          : areIn('[data-roving]')
            ? areIn('[data-line]')
              ? 'ArrowRight'
              : 'ArrowDown'
            : 'Tab';
      });
    let presses = 0;
    for (let key = await nextKey(); key !== undefined; key = await nextKey()) {
      presses += 1;
      if (presses > mostPresses) {
        throw new Error(`${button} does not get the focus by ${mostPresses} keys.`);
      }
      await this.#page.keyboard.press(key);
    }
  }

  async chooseFromMenu(button: string, item: string): Promise<void> {
    await this.click(button);
    await this.content.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Returns the problems that axe finds, as "rule: element". */
  async accessibilityViolations(): Promise<string[]> {
    const frame = await this.frame();
    await frame.evaluate(axe.source);
    // The paths of elements without problems, which no test reads, take most of axe's time.
    const { violations } = await frame.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  /** Returns what is cut off: neither in sight, nor in an element that scrolls, nor in a hover text. */
  async cutOff(): Promise<string[]> {
    return (await this.frame()).evaluate<string[]>(cutOff);
  }

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
