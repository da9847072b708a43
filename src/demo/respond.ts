import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { type Answer, failure } from './answer.ts';
import type { Failing } from './faults.ts';

/** Sends an answer, or ends the connection where there is none. */
export function write(response: ServerResponse, request: IncomingMessage, answer: Answer): void {
  if (answer.kind === 'dropped' || response.headersSent) {
    request.socket.destroy();
    return;
  }
  const body = Buffer.from(answer.body);
  const length = answer.status === 204 ? {} : { 'Content-Length': body.length };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Goes wrong as told; some ways of it begin with the right answer. */
export async function fail(
  failing: Failing,
  response: ServerResponse,
  request: IncomingMessage,
  rightAnswer: () => Promise<Answer>,
): Promise<void> {
  switch (failing.kind) {
    case 'status': {
      const { status, message = 'The demo was told to fail.', retryAfter } = failing;
      const answer = failure(status, STATUS_CODES[status] ?? '', { message });
      const wait = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
      write(
        response,
        request,
        answer.kind === 'answer' ? { ...answer, headers: { ...answer.headers, ...wait } } : answer,
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
      const answer = await rightAnswer();
      if (answer.kind === 'answer') {
        const body = Buffer.from(answer.body);
        response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
        response.write(body.subarray(0, Math.trunc(body.length / 2)), () => request.socket.destroy());
      }
      return;
    }
    case 'delay': {
      await new Promise((resolve) => setTimeout(resolve, failing.millis));
      write(response, request, await rightAnswer());
      return;
    }
  }
}
