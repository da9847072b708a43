import { onTestFinished } from 'vitest';

/** Resolves to what was started, such as a gateway, and closes it at the end of the current test. */
export async function endedWithTest<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  onTestFinished(() => started.close());
  return started;
}
