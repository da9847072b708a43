import type { BulkSupport, ContainmentServer } from '../core/containment/ports.ts';
import type { HttpRequest, HttpResponse } from '../core/http/transport.ts';
import { createKratosClient } from '../core/kratos/createKratosClient.ts';
import { createKratosWrites } from '../core/kratos/writes.ts';
import type { Server } from '../server/openServer.ts';

/** A connection's server for an action. Each read sends a request: nothing is cached. */
export interface ReachedServer {
  readonly server: ContainmentServer;
  readonly bulk: BulkSupport;
  /** How far the server's clock is ahead of this machine's, in milliseconds, to the second. */
  readonly serverDateOffset: () => number | undefined;
}

const reached = new WeakMap<Server, ReachedServer>();

/** Returns the same object for the same server. */
export function containmentServer(server: Server): ReachedServer {
  const known = reached.get(server) ?? reach(server);
  reached.set(server, known);
  return known;
}

function reach({ transport, pageBase }: Server): ReachedServer {
  let offset: number | undefined;
  const measured = {
    async send(request: HttpRequest): Promise<HttpResponse> {
      const response = await transport.send(request);
      offset = offsetOf(response) ?? offset;
      return response;
    },
  };
  return {
    server: { ...createKratosClient(measured, pageBase), ...createKratosWrites(measured) },
    bulk: { isSupported: undefined },
    serverDateOffset: () => offset,
  };
}

/** Takes the middle of the request as the time at which the server responded. */
function offsetOf({ headers, timing }: HttpResponse): number | undefined {
  const date = Date.parse(headers.date ?? '');
  return timing === undefined || Number.isNaN(date)
    ? undefined
    : Math.round(date - timing.sentAt - timing.milliseconds / 2);
}
