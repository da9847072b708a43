import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectSecurely, type TLSSocket } from 'node:tls';
import { untilAborted } from '../core/http/aborting.ts';

/** A proxy's response to CONNECT that opens no tunnel. */
export class ProxyRefusal extends Error {
  override readonly name = 'ProxyRefusal';
  readonly status: number;
  constructor(status: number) {
    super(`the proxy responded with ${status}`);
    this.status = status;
  }
}

/** Connects to a port or to a socket file. */
export function openSocket(target: NetConnectOpts, signal: AbortSignal): Promise<Socket> {
  return opened(connect(target), 'connect', signal);
}

/** Completes a TLS handshake over `options.socket`. */
export function secureSocket(options: ConnectionOptions, signal: AbortSignal): Promise<TLSSocket> {
  return opened(connectSecurely(options), 'secureConnect', signal);
}

/** Has the proxy behind `socket` open a tunnel to `authority` (host:port). Rejects with ProxyRefusal if it does not. */
export async function openTunnel(
  socket: Socket,
  authority: string,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const login = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${login}\r\n`);
  const status = await untilAborted(statusOf(socket), signal);
  if (status < 200 || status > 299) {
    throw new ProxyRefusal(status);
  }
}

const longestHead = 16_384;

/** Resolves to the status of the next response; 0 if it is not HTTP. */
function statusOf(socket: Socket): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let head = '';
  const onData = (chunk: Buffer) => {
    head += chunk.toString('latin1');
    if (head.includes('\r\n\r\n') || head.length > longestHead) {
      resolve(Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0));
    }
  };
  const onEnd = () => reject(connectionReset());
  socket.on('data', onData).on('error', reject).on('end', onEnd);
  return promise.finally(() => {
    socket.off('data', onData).off('error', reject).off('end', onEnd);
    // TLS reads on by itself.
    socket.pause();
  });
}

async function opened<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<S> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Stays: an error after the handshake must not end the process.
  socket.on('error', reject);
  socket.once(event, () => resolve());
  socket.once('close', () => reject(connectionReset()));
  try {
    await untilAborted(promise, signal);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function connectionReset(): Error {
  return Object.assign(new Error('closed by the other side'), { code: 'ECONNRESET' });
}
