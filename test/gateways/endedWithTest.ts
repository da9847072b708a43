import { onTestFinished } from 'vitest';
import type { Gateway } from './gateway.ts';

/** The gateway that is starting, closed when the test that asked for it ends. */
export async function endedWithTest<G extends Gateway>(starting: Promise<G>): Promise<G> {
  const gateway = await starting;
  onTestFinished(() => gateway.close());
  return gateway;
}
