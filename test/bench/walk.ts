/** Scripts for the frame of the identity page, which note when the details of the next session are in the document. */

export interface WalkedSession {
  readonly id: string;
  /** From the key press to its details, in milliseconds. */
  readonly milliseconds: number;
}

/** Begins to note the sessions that are shown beside the table after key presses. */
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

/** Evaluates to the sessions that were shown since `startWalk`. */
export const walkedSessions = 'window.walked';
