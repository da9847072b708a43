import type { Progress } from 'vscode';
import type { BudgetWaits } from '../http/budget/waits.ts';
import { waitingWords } from '../presentation/waitingWords.ts';

const buckets = ['low', 'medium', 'high'] as const;

/** Does `work`, and says in its progress for how long the server's limits hold it up; nothing while they do not. */
export async function withWaits<T>(
  progress: Progress<{ message?: string }>,
  waits: BudgetWaits | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const report = () => {
    const seconds = buckets.map((bucket) => waits?.seconds(bucket, 'person') ?? 0);
    const longest = Math.max(...seconds);
    progress.report({ message: longest === 0 ? '' : waitingWords(longest) });
  };
  const unfollow = waits?.onChange(report);
  try {
    return await work();
  } finally {
    unfollow?.();
  }
}
