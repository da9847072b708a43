import { type BudgetedTransport, budgeted } from './budget/budgeted.ts';
import type { ConnectionOptions } from './connectionOptions.ts';
import { lazyTransport } from './lazyTransport.ts';
import { retrying } from './retrying.ts';
import type { TransportParts } from './transportParts.ts';

/** A transport to one server, layer by layer: what asks again stands before the budget, for each attempt counts there. */
export function openTransport(server: ConnectionOptions, parts: Partial<TransportParts>): BudgetedTransport {
  return retrying(budgeted(lazyTransport(server, parts), { tier: server.budget }), server);
}
