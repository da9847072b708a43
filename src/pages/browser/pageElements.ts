import type { CSSResult } from 'lit';

/** Long enough for a screen reader to notice that the live region was empty. */
const announcePauseMs = 100;

let announceTimer: number | undefined;

/** Returns an element of the page's HTML (see pages/host/loadPage). */
export function pageElement(id: 'page' | 'announcer'): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`The page has no #${id}.`);
  }
  return element;
}

/** Announces text to screen readers, also when it is the same as before. */
export function announce(text: string): void {
  const announcer = pageElement('announcer');
  window.clearTimeout(announceTimer);
  announcer.textContent = '';
  announceTimer = window.setTimeout(() => {
    announcer.textContent = text;
  }, announcePauseMs);
}

/** Applies styles to the page. Its content security policy allows adopted style sheets alone. */
export function adoptStyles(styles: readonly CSSResult[]): void {
  document.adoptedStyleSheets.push(...styles.flatMap(({ styleSheet }) => styleSheet ?? []));
}

/** Sets whether the menus of all rows offer to revoke and extend. VS Code merges the data of a row with that around it. */
export function setMayChange(mayChange: boolean): void {
  document.body.dataset.vscodeContext = JSON.stringify({ mayChange });
}

/** Returns a function that calls `draw` before the next frame, however often it is called until then. */
export function oncePerFrame(draw: () => void): () => void {
  let isRequested = false;
  return () => {
    if (!isRequested) {
      isRequested = true;
      window.requestAnimationFrame(() => {
        isRequested = false;
        draw();
      });
    }
  };
}

/** Runs `work` some milliseconds at a time, between which the page does other work. */
export function runInTurns<T>(work: Generator<undefined, T>, milliseconds: number, onDone: (result: T) => void): void {
  window.setTimeout(() => {
    const end = performance.now() + milliseconds;
    do {
      const { done, value } = work.next();
      if (done === true) {
        onDone(value);
        return;
      }
    } while (performance.now() < end);
    runInTurns(work, milliseconds, onDone);
  });
}
