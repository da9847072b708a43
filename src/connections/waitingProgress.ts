import type { Progress } from 'vscode';
import type { RateLimitWaits } from '../core/http/rateLimit/waits.ts';
import { waitingWords } from '../text/counts.ts';
import { factLine } from '../text/visibleText.ts';

const buckets = ['low', 'medium', 'high'] as const;

/** Runs `work` and shows its waits for the rate limit after what it reports, as "25 of 1,200 · Waiting 40 s …". */
export async function withWaits<T>(
  progress: Progress<{ message?: string }>,
  waits: Pick<RateLimitWaits, 'seconds' | 'onChange'>,
  work: (report: (message: string) => void) => Promise<T>,
): Promise<T> {
  let reported = '';
  const show = () => {
    const seconds = buckets.map((bucket) => waits.seconds(bucket, 'interactive') ?? 0);
    const longest = Math.max(...seconds);
    progress.report({ message: factLine([reported, longest === 0 ? undefined : waitingWords(longest)]) });
  };
  const unsubscribe = waits.onChange(show);
  try {
    return await work((message) => {
      reported = message;
      show();
    });
  } finally {
    unsubscribe();
  }
}
