import { goJson, type Json } from './goJson.ts';

/** The response of a handler. `dropped`: the connection ends without a response, as after a panic. */
export type DemoResponse =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'dropped' };

export const dropped: DemoResponse = { kind: 'dropped' };

const textType = { 'Content-Type': 'text/plain; charset=utf-8' };

/** Creates a response from the text of a JSON value. */
export function json(
  text: string,
  headers: Readonly<Record<string, string>> = {},
  status: 200 | 201 = 200,
): DemoResponse {
  return {
    kind: 'response',
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: `${text}\n`,
  };
}

export function noContent(headers: Readonly<Record<string, string>>): DemoResponse {
  return { kind: 'response', status: 204, headers, body: '' };
}

export function redirect(status: 301 | 307, location: string, method: string): DemoResponse {
  const words = status === 301 ? 'Moved Permanently' : 'Temporary Redirect';
  const html = method === 'GET' || method === 'HEAD';
  return {
    kind: 'response',
    status,
    headers: { Location: location, ...(html ? { 'Content-Type': 'text/html; charset=utf-8' } : {}) },
    body: method === 'GET' ? `<a href="${location.replaceAll('&', '&amp;')}">${words}</a>.\n\n` : '',
  };
}

export function pageNotFound(): DemoResponse {
  return { kind: 'response', status: 404, headers: textType, body: '404 page not found\n' };
}

export function methodNotAllowed(allow: string): DemoResponse {
  return { kind: 'response', status: 405, headers: { ...textType, Allow: allow }, body: 'Method Not Allowed\n' };
}

export function noSuchResource(): DemoResponse {
  return failure(404, 'Not Found', { message: 'Unable to locate the resource' });
}

/** Creates a 400 with the text as its message. */
export function badRequest(message: string): DemoResponse {
  return failure(400, 'Bad Request', { message });
}

/** Creates a 400 with the text as its reason. */
export function refused(reason: string): DemoResponse {
  return failure(400, 'Bad Request', { reason, message: 'The request was malformed or contained invalid parameters' });
}

/** Creates a 400 whose body says 500, as the list of messages does for most bad parameters. */
export function badRequestAs500(message: string): DemoResponse {
  return failure(500, 'Internal Server Error', { message }, 400);
}

/** Creates a 404 with the text as its reason. */
export function notFound(reason: string): DemoResponse {
  return failure(404, 'Not Found', { reason, message: 'The requested resource could not be found' });
}

export function notInTheDemo(what: string): DemoResponse {
  return failure(501, 'Not Implemented', { message: `The demo server cannot ${what}.` });
}

/** Creates an error in the form of herodot, Kratos' error library. */
export function failure(
  code: number,
  status: string,
  text: { readonly reason?: string; readonly message: string },
  sentStatus = code,
): DemoResponse {
  const error: Json = { error: { code, status, ...text } };
  return {
    kind: 'response',
    status: sentStatus,
    headers: { 'Content-Type': 'application/json' },
    body: `${goJson(error)}\n`,
  };
}
