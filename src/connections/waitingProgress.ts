import type { Progress } from 'vscode';
import type { RateLimitWaits } from '../core/http/rateLimit/waits.ts';
import { waitingWords } from '../text/waitingWords.ts';

const buckets = ['low', 'medium', 'high'] as const;

/** Runs `work` and reports its waits for the rate limit as progress. */
export async function withWaits<T>(
  progress: Progress<{ message?: string }>,
  waits: Pick<RateLimitWaits, 'seconds' | 'onChange'>,
  work: () => Promise<T>,
): Promise<T> {
  const report = () => {
    const seconds = buckets.map((bucket) => waits.seconds(bucket, 'interactive') ?? 0);
    const longest = Math.max(...seconds);
    progress.report({ message: longest === 0 ? '' : waitingWords(longest) });
  };
  const unsubscribe = waits.onChange(report);
  try {
    return await work();
  } finally {
    unsubscribe();
  }
}
