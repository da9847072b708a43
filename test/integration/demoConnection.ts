import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../src/demo/demoServer.ts';
import { setConnections } from './settings.ts';

/** The name and id of the connection that `useDemo` adds. */
export const connectionId = 'demo-server';

/**
 * Starts a demo server for the surrounding `describe`, and adds a connection to it. The server is available in tests,
 * which may change its data and faults.
 */
export function useDemo(options: DemoServerOptions = {}): { readonly server: DemoServer } {
  let server: DemoServer | undefined;

  before(async () => {
    server = await startDemoServer({ identities: 20, ...options });
    await setConnections([{ name: connectionId, url: server.url }]);
  });

  beforeEach(() => {
    server?.faults.clear();
  });

  after(async () => {
    await setConnections([]);
    await server?.close();
  });

  return {
    get server() {
      if (server === undefined) {
        throw new Error('The demo server runs only while the tests do.');
      }
      return server;
    },
  };
}
