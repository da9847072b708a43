import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Failing } from './faults.ts';
import { type DemoResponse, failure } from './responses.ts';

/** Sends a response, or ends the connection if it is dropped. */
export function write(response: ServerResponse, request: IncomingMessage, content: DemoResponse): void {
  if (content.kind === 'dropped' || response.headersSent) {
    request.socket.destroy();
    return;
  }
  const body = Buffer.from(content.body);
  const length = content.status === 204 ? {} : { 'Content-Length': body.length };
  response.writeHead(content.status, { ...content.headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Fails as planned. Some failures begin with the right response. */
export async function fail(
  failing: Failing,
  response: ServerResponse,
  request: IncomingMessage,
  rightResponse: () => Promise<DemoResponse>,
): Promise<void> {
  switch (failing.kind) {
    case 'status': {
      const { status, message = 'A planned failure of the demo.', retryAfter } = failing;
      const content = failure(status, STATUS_CODES[status] ?? '', { message });
      const wait = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
      write(
        response,
        request,
        content.kind === 'response' ? { ...content, headers: { ...content.headers, ...wait } } : content,
      );
      return;
    }
    case 'html': {
      const body = `<!doctype html>\n<html><head><title>${failing.title}</title></head><body></body></html>\n`;
      response.writeHead(failing.status, { 'Content-Type': 'text/html; charset=utf-8' }).end(body);
      return;
    }
    case 'body':
      response.writeHead(failing.status, { 'Content-Type': failing.contentType }).end(failing.body);
      return;
    case 'hang':
      return;
    case 'reset':
      request.socket.destroy();
      return;
    case 'truncate': {
      const content = await rightResponse();
      if (content.kind === 'response') {
        const body = Buffer.from(content.body);
        response.writeHead(content.status, { ...content.headers, 'Content-Length': body.length });
        response.write(body.subarray(0, Math.trunc(body.length / 2)), () => request.socket.destroy());
      }
      return;
    }
    case 'delay': {
      await new Promise((resolve) => setTimeout(resolve, failing.millis));
      write(response, request, await rightResponse());
      return;
    }
  }
}
