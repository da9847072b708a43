import { onTestFinished } from 'vitest';
import type { Gateway } from './gateway.ts';

/** Resolves to the started gateway and closes it at the end of the current test. */
export async function endedWithTest<G extends Gateway>(starting: Promise<G>): Promise<G> {
  const gateway = await starting;
  onTestFinished(() => gateway.close());
  return gateway;
}
