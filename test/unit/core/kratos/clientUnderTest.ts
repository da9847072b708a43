import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { onTestFinished } from 'vitest';
import { defaultOptions } from '../../../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../src/core/http/undiciTransport.ts';
import { createKratosClient, type KratosClient } from '../../../../src/core/kratos/createKratosClient.ts';
import { type Failure, KratosError } from '../../../../src/core/kratos/failure.ts';
import { httpServer } from '../http/listening.ts';

/** Returns a client of a server whose responses `respond` writes. */
export async function clientOf(
  respond: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<KratosClient> {
  const transport = new UndiciTransport(defaultOptions(await httpServer(respond)));
  onTestFinished(() => transport.close());
  return createKratosClient(transport);
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

export const json = { 'Content-Type': 'application/json' };

/** Returns a client of a server with one response to all requests. */
export function answering({ status = 200, headers = json, body }: Answer): Promise<KratosClient> {
  return clientOf((_request, response) => response.writeHead(status, headers).end(body));
}

export async function failureOf(request: Promise<unknown>): Promise<Failure> {
  const error: unknown = await request.then(
    () => new Error('The request succeeded.'),
    (reason: unknown) => reason,
  );
  if (error instanceof KratosError) {
    return error.failure;
  }
  throw error;
}

/** Returns the body of an error of Kratos. */
export function errorBody({ code, ...text }: Record<string, unknown>): string {
  return JSON.stringify({ error: { code, status: STATUS_CODES[Number(code)], ...text } });
}
