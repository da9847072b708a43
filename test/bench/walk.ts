import type { Frame, Page } from 'playwright-core';
import { withWorkbench } from './workbench.ts';

const warmUp = 5;
const steps = 40;

/** A session that was shown beside the table of the identity page. */
export interface WalkedSession {
  readonly id: string;
  /** From the key press to its details in the document, in milliseconds. */
  readonly milliseconds: number;
}

/** A script for the frame of the identity page, which begins to note the sessions that are shown after key presses. */
export const startWalk = `(() => {
  const walked = (window.walked = []);
  const details = document.querySelector('.details');
  const shown = () => details.querySelector('.code')?.textContent.trim();
  let before = shown();
  let pressedAt = 0;
  window.addEventListener('keydown', (event) => { pressedAt = event.timeStamp; }, { capture: true });
  new MutationObserver(() => {
    const id = shown();
    if (id !== undefined && id !== before) {
      before = id;
      walked.push({ id, milliseconds: performance.now() - pressedAt });
    }
  }).observe(details, { childList: true, subtree: true, characterData: true });
})()`;

/** Evaluates to the sessions that were noted. */
export const walkedSessions = 'window.walked';

/**
 * Returns the median of the time from the press of an arrow key in the identity page to the details of the next session
 * in the document, in milliseconds. Needs the VSIX.
 */
export function walkingStep(): Promise<number> {
  return withWorkbench(async (page) => {
    const row = page.locator('.monaco-list-row[aria-label^="Ada Lovelace"]');
    await row.hover({ timeout: 60_000 });
    await row.getByRole('button', { name: 'Open Identity' }).click();
    const frame = await pageFrame(page);
    await frame.getByText('500 of 1,203').first().waitFor();
    await frame.getByRole('grid').focus();
    await page.keyboard.press('Home');
    await frame.locator('.details header .code').waitFor();
    await frame.evaluate(startWalk);
    for (let step = 1; step <= warmUp + steps; step += 1) {
      await page.keyboard.press('ArrowDown');
      await frame.evaluate(
        `(async () => { while (${walkedSessions}.length < ${step}) { await new Promise(requestAnimationFrame); } })()`,
      );
    }
    const walked = await frame.evaluate<readonly WalkedSession[]>(walkedSessions);
    const times = walked.slice(warmUp).map(({ milliseconds }) => milliseconds);
    return times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
  });
}

async function pageFrame(page: Page): Promise<Frame> {
  const handle = await page.frameLocator('iframe.webview').locator('iframe#active-frame').elementHandle();
  const frame = await handle?.contentFrame();
  if (frame === null || frame === undefined) {
    throw new Error('The page of the identity has no frame.');
  }
  return frame;
}
