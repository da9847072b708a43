import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectSecurely, type TLSSocket } from 'node:tls';

/** A proxy's answer to CONNECT that is no way to the server. */
export class ProxyRefusal extends Error {
  override readonly name = 'ProxyRefusal';
  readonly status: number;
  constructor(status: number) {
    super(`the proxy answered ${status}`);
    this.status = status;
  }
}

/** A connection to a port or to a socket file. Fails with the system's error, or with the signal's reason. */
export function openSocket(target: NetConnectOpts, signal: AbortSignal): Promise<Socket> {
  const socket = connect(target);
  return opened(socket, 'connect', signal);
}

/** A handshake over `options.socket`, or to host and port. Fails with what Node and OpenSSL say of it. */
export function secureSocket(options: ConnectionOptions, signal: AbortSignal): Promise<TLSSocket> {
  const socket = connectSecurely(options);
  return opened(socket, 'secureConnect', signal);
}

/**
 * Has the proxy at the other end of `socket` open a tunnel to `authority` (host:port). Fails with ProxyRefusal, the system's
 * error or the signal's reason; the socket is then the caller's to destroy.
 */
export async function openTunnel(
  socket: Socket,
  authority: string,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const login = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${login}\r\n`);
  const status = await statusOf(socket, signal);
  if (status < 200 || status > 299) {
    throw new ProxyRefusal(status);
  }
}

const longestHead = 16_384;

/** The status of the answer that arrives next; 0 for one that is not HTTP. */
function statusOf(socket: Socket, signal: AbortSignal): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let head = '';
  const onData = (chunk: Buffer) => {
    head += chunk.toString('latin1');
    if (head.includes('\r\n\r\n') || head.length > longestHead) {
      resolve(Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0));
    }
  };
  const onAbort = () => socket.destroy(reasonOf(signal));
  const onEnd = () => reject(Object.assign(new Error('closed without an answer'), { code: 'ECONNRESET' }));
  socket.on('data', onData).on('error', reject).on('end', onEnd);
  signal.addEventListener('abort', onAbort);
  return promise.finally(() => {
    signal.removeEventListener('abort', onAbort);
    socket.off('data', onData).off('error', reject).off('end', onEnd);
    // TLS reads on by itself.
    socket.pause();
  });
}

function opened<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<S> {
  const { promise, resolve, reject } = Promise.withResolvers<S>();
  const onAbort = () => socket.destroy(reasonOf(signal));
  // Stays for good: an error after the handshake is for whoever reads next, and must not end the process.
  socket.on('error', reject);
  socket.once(event, () => resolve(socket));
  socket.once('close', () => reject(Object.assign(new Error('closed by the other side'), { code: 'ECONNRESET' })));
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) {
    onAbort();
  }
  return promise.finally(() => signal.removeEventListener('abort', onAbort));
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}
