import { expect } from 'vitest';
import type { Directory } from '../../../../src/core/directory/directory.ts';
import type { DirectoryChange } from '../../../../src/core/directory/directoryChange.ts';
import { defaultOptions } from '../../../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../src/core/http/undiciTransport.ts';
import { type DemoServer, startDemoServer } from '../../../../src/demo/demoServer.ts';
import { directoryOver } from './directoryOver.ts';

/** A directory of the demo server that records the requests and the announced changes. */
export class DemoDirectory {
  readonly server: DemoServer;
  readonly directory: Directory;
  pageSize = 10;
  now = Date.now();
  readonly #changes: DirectoryChange[] = [];

  static async start(): Promise<DemoDirectory> {
    return new DemoDirectory(await startDemoServer({ identities: 60 }));
  }

  private constructor(server: DemoServer) {
    this.server = server;
    this.directory = directoryOver(new UndiciTransport(defaultOptions(new URL(server.url))), {
      pageSize: () => this.pageSize,
      now: () => this.now,
    });
    this.directory.onDidChange((change) => this.#changes.push(change));
  }

  async close(): Promise<void> {
    this.directory.dispose();
    await this.server.close();
  }

  /** Returns and clears the targets of the recorded requests. */
  takeRequests(): string[] {
    return this.server.requests.splice(0).map(({ target }) => target);
  }

  /** Returns and clears the recorded changes, one line for each. */
  takeChanges(): string[] {
    return this.#changes.splice(0).map(lineOf);
  }

  /** Adds an identity with this number of sessions to the server, and returns its id. */
  addIdentity(count: number): string {
    return this.server.data.addIdentity({ count }).id;
  }

  /** Adds an identity, reads it into the directory, and clears what that recorded. */
  async addReadIdentity(count: number): Promise<string> {
    const identityId = this.addIdentity(count);
    await this.directory.readIdentity(identityId);
    this.takeRequests();
    this.takeChanges();
    return identityId;
  }

  /** Opens the session list of an identity, and returns the ids of its first page. */
  async openSessions(identityId: string): Promise<string[]> {
    const list = this.directory.sessionsOf(identityId);
    await list.open();
    expect(list.state.phase).toEqual({ kind: 'ready' });
    return list.state.items.map(({ id }) => id);
  }
}

function lineOf(change: DirectoryChange): string {
  switch (change.kind) {
    case 'identities':
      return 'identities';
    case 'sessions':
    case 'identity':
      return `${change.kind} ${change.identityId}`;
    case 'session':
      return `session ${change.sessionId} of ${change.identityId}`;
    case 'version':
    case 'recentSessions':
    case 'waiting':
      return change.kind;
  }
}
