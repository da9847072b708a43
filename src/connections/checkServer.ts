import type { TransportOptions } from '../http/exchange.ts';
import { lazyTransport } from '../http/lazyTransport.ts';
import { createKratosClient } from '../kratos/createKratosClient.ts';
import { type Failure, KratosError } from '../kratos/failure.ts';

/**
 * Asks the server at `url` whether it is ready and for one identity, as browsing will. Undefined when both were
 * answered as Kratos answers.
 */
export async function checkServer(
  url: URL,
  options: TransportOptions,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const client = createKratosClient(lazyTransport(url, options));
  try {
    await client.ready(signal);
    await client.identities({ by: 'all' }, 1).next(signal);
    return undefined;
  } catch (error) {
    if (error instanceof KratosError) {
      return error.failure;
    }
    throw error;
  } finally {
    await client.close();
  }
}
