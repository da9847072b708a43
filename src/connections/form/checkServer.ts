import type { Transport } from '../../http/transport.ts';
import { createKratosClient } from '../../kratos/createKratosClient.ts';
import { type Failure, failureOf } from '../../kratos/failure.ts';

/**
 * Asks the server behind `transport` whether it is ready and for one identity, as browsing will, and closes it. Undefined
 * when both were answered as Kratos answers.
 */
export async function checkServer(transport: Transport, signal: AbortSignal): Promise<Failure | undefined> {
  const client = createKratosClient(transport);
  try {
    await client.ready(signal);
    await client.identities({ by: 'all' }, 1).next(signal);
    return undefined;
  } catch (error) {
    return failureOf(error);
  } finally {
    await transport.close();
  }
}
