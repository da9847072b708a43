// A demo server with one identity of 10,000 sessions, in a process of its own: its work must not count as the client's.
import { startDemoServer } from '../../src/demo/demoServer.ts';

const server = await startDemoServer({ identities: 50 });
const { id } = server.data.addIdentity({ count: Number(process.argv[2]) });
process.send?.({ url: server.url, identityId: id });
process.once('disconnect', () => void server.close());
