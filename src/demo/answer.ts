import { goJson, type Json } from './goJson.ts';

/** What a handler answers with. `dropped`: the connection ends without an answer, as after a panic. */
export type Answer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'dropped' };

export const dropped: Answer = { kind: 'dropped' };

const textType = { 'Content-Type': 'text/plain; charset=utf-8' };

/** The text of one JSON value. */
export function json(text: string, headers: Readonly<Record<string, string>> = {}, status: 200 | 201 = 200): Answer {
  return {
    kind: 'answer',
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: `${text}\n`,
  };
}

export function noContent(headers: Readonly<Record<string, string>>): Answer {
  return { kind: 'answer', status: 204, headers, body: '' };
}

export function redirect(status: 301 | 307, location: string, method: string): Answer {
  const words = status === 301 ? 'Moved Permanently' : 'Temporary Redirect';
  const html = method === 'GET' || method === 'HEAD';
  return {
    kind: 'answer',
    status,
    headers: { Location: location, ...(html ? { 'Content-Type': 'text/html; charset=utf-8' } : {}) },
    body: method === 'GET' ? `<a href="${location.replaceAll('&', '&amp;')}">${words}</a>.\n\n` : '',
  };
}

export function pageNotFound(): Answer {
  return { kind: 'answer', status: 404, headers: textType, body: '404 page not found\n' };
}

export function methodNotAllowed(allow: string): Answer {
  return { kind: 'answer', status: 405, headers: { ...textType, Allow: allow }, body: 'Method Not Allowed\n' };
}

export function noSuchResource(): Answer {
  return failure(404, 'Not Found', { message: 'Unable to locate the resource' });
}

/** 400 whose message is the text itself. */
export function badRequest(message: string): Answer {
  return failure(400, 'Bad Request', { message });
}

/** 400 with Kratos' usual message, and the text as its reason. */
export function refused(reason: string): Answer {
  return failure(400, 'Bad Request', { reason, message: 'The request was malformed or contained invalid parameters' });
}

/** 400 with a body that says 500: what the list of messages makes of most errors in its parameters. */
export function misstated(message: string): Answer {
  return failure(500, 'Internal Server Error', { message }, 400);
}

/** 404 with the text as its reason. */
export function notFound(reason: string): Answer {
  return failure(404, 'Not Found', { reason, message: 'The requested resource could not be found' });
}

/** What the demo leaves out and a real server has. */
export function notInTheDemo(what: string): Answer {
  return failure(501, 'Not Implemented', { message: `The demo server cannot ${what}.` });
}

/** herodot's error body. */
export function failure(
  code: number,
  status: string,
  text: { readonly reason?: string; readonly message: string },
  sentStatus = code,
): Answer {
  const error: Json = { error: { code, status, ...text } };
  return {
    kind: 'answer',
    status: sentStatus,
    headers: { 'Content-Type': 'application/json' },
    body: `${goJson(error)}\n`,
  };
}
