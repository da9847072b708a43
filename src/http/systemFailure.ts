import type { TransportFailure } from './transport.ts';

/** Codes of Node and undici for one cause each; whatever is in none of them is told in the system's own words. */
const refused = new Set(['ECONNREFUSED']);
const hostNotFound = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
const timedOut = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const connectionLost = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET']);
const closedByUs = new Set(['UND_ERR_ABORTED', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'ABORT_ERR']);
const tlsCodes =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|EPROTO$)/;

interface SystemError extends Error {
  readonly code?: string;
}

/**
 * Why undici gave up, from the codes along the chain of causes. `seconds` is the request's deadline; `inBody` says that
 * the status had already arrived, so that whatever ended the connection cut the body short.
 */
export function systemFailure(error: unknown, origin: string, seconds: number, inBody: boolean): TransportFailure {
  const causes = errorsOf(error);
  const codes = causes.map(({ code }) => code ?? '');
  const detail = causes.map(describe).join(': ') || String(error);
  const has = (known: ReadonlySet<string>) => codes.some((code) => known.has(code));
  if (has(closedByUs)) {
    return { kind: 'cancelled' };
  }
  if (has(timedOut)) {
    return { kind: 'timeout', origin, seconds };
  }
  if (inBody) {
    return { kind: 'truncatedBody', origin, detail };
  }
  if (codes.some((code) => tlsCodes.test(code))) {
    return { kind: 'tls', origin, detail };
  }
  if (has(hostNotFound)) {
    return { kind: 'hostNotFound', origin, detail };
  }
  if (has(connectionLost)) {
    return { kind: 'connectionLost', origin, detail };
  }
  return { kind: has(refused) ? 'refused' : 'network', origin, detail };
}

/** The error, what it was made of (one per address when a host has several) and what caused it. */
function errorsOf(error: unknown): SystemError[] {
  const found: SystemError[] = [];
  const visit = (candidate: unknown) => {
    if (candidate instanceof Error && !found.includes(candidate)) {
      found.push(candidate);
      if (candidate instanceof AggregateError) {
        candidate.errors.forEach(visit);
      }
      visit(candidate.cause);
    }
  };
  visit(error);
  return found;
}

function describe({ code, message }: SystemError): string {
  return code === undefined || message.includes(code) ? message : `${code} ${message}`.trim();
}
