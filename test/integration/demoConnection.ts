import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../src/demo/demoServer.ts';
import { setConnections } from './settings.ts';

/** The name of the connection that `useDemo` makes, and, being a slug already, its id. */
export const connectionId = 'demo-server';

/**
 * Gives the surrounding `describe` a demo server, and the extension one connection to it. What is answered holds it
 * once the first test begins; its data, faults and requests are the test's to use.
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
