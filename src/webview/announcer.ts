/** Long enough for a screen reader to notice that the region was empty in between. */
const pauseMs = 100;

/** Says words to a screen reader through the live region `region`, the same ones twice as well. */
export function createAnnouncer(region: HTMLElement): (words: string) => void {
  let timer: number | undefined;
  return (words) => {
    window.clearTimeout(timer);
    region.textContent = '';
    timer = window.setTimeout(() => {
      region.textContent = words;
    }, pauseMs);
  };
}
