import { ProxyConnectError, proxyFailure } from './proxy/proxyFailure.ts';
import { type TlsSystemError, tlsProblem } from './tls/tlsProblem.ts';
import type { TransportFailure } from './transport.ts';

// Codes of Node and undici by cause. Other codes are reported in the system's own words.
/** ENOENT is a missing socket file. */
const refused = new Set(['ECONNREFUSED', 'ENOENT']);
const hostNotFound = new Set(['ENOTFOUND', 'EAI_NODATA', 'EAI_NONAME']);
const offline = new Set(['EAI_AGAIN', 'ENETDOWN', 'ENETUNREACH', 'EHOSTUNREACH', 'EHOSTDOWN']);
const timedOut = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const connectionLost = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET']);
const closedByUs = new Set(['UND_ERR_ABORTED', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'ABORT_ERR']);

export interface Circumstances {
  readonly origin: string;
  readonly seconds: number;
  /** The status had arrived, so the failure cut the body short. */
  readonly inBody: boolean;
  readonly sendsCertificate: boolean;
  /** The proxy's address without its login. */
  readonly proxy?: string | undefined;
}

/** Returns why undici or a fetch failed, from the codes in the chain of causes. */
export function systemFailure(error: unknown, circumstances: Circumstances): TransportFailure {
  const { origin, seconds, inBody, sendsCertificate, proxy } = circumstances;
  const causes = errorsOf(error);
  const codes = causes.map(({ code }) => code ?? '');
  const detail =
    [...new Set(causes.filter((cause) => !(cause instanceof ProxyConnectError)).map(describe))].join(': ') ||
    String(error);
  const has = (known: ReadonlySet<string>) => codes.some((code) => known.has(code));
  const ofProxy = proxy === undefined ? undefined : proxyFailure(causes, { proxy, origin, detail });
  if (ofProxy !== undefined) {
    return ofProxy;
  }
  if (has(closedByUs)) {
    return { kind: 'cancelled' };
  }
  if (has(timedOut)) {
    return { kind: 'timeout', origin, seconds };
  }
  if (inBody) {
    return { kind: 'truncatedBody', origin, detail };
  }
  const [problem] = causes.flatMap((cause) => tlsProblem(cause, sendsCertificate) ?? []);
  if (problem !== undefined) {
    return { kind: 'tls', origin, problem, detail };
  }
  if (has(hostNotFound)) {
    return { kind: 'hostNotFound', origin, detail };
  }
  if (has(connectionLost)) {
    return { kind: 'connectionLost', origin, detail };
  }
  // If one of several addresses refuses, the network is there.
  if (has(refused)) {
    return { kind: 'refused', origin, detail };
  }
  return { kind: has(offline) ? 'offline' : 'network', origin, detail };
}

/** Returns the error, its parts (one per address of a host) and its causes. */
function errorsOf(error: unknown): TlsSystemError[] {
  const found: TlsSystemError[] = [];
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

function describe({ code, message }: TlsSystemError): string {
  // Without Node's advice about its command line.
  const text = message.replace(/; if the root CA is installed locally.*$/, '');
  return code === undefined || text.includes(code) ? text : `${code} ${text}`.trim();
}
