import type { Locator, Page } from 'playwright-core';

/** The walkthrough in the editor in front. */
export class Walkthrough {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The step with this title. */
  step(title: string): Locator {
    return this.#page.locator('.gettingStartedContainer .getting-started-step').filter({ hasText: title });
  }

  /** Returns a button of the expanded step. */
  button(name: string): Locator {
    return this.#page.locator('.gettingStartedContainer .expanded').getByRole('button', { name, exact: true });
  }

  /** Expands the step with this title, unless it is expanded. */
  async open(title: string): Promise<void> {
    const step = this.step(title);
    await step.waitFor();
    if ((await step.getAttribute('aria-expanded')) !== 'true') {
      await step.click();
    }
  }

  /** Returns whether the step is marked as done. */
  async isDone(title: string): Promise<boolean> {
    return (await this.step(title).getAttribute('aria-checked')) === 'true';
  }
}
