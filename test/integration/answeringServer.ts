import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { setConnections } from './settings.ts';

export interface AnsweringServer {
  /** The responses by path. All other paths are Kratos' 404. */
  readonly answers: Map<string, string>;
  /** Additional headers by path. */
  readonly headers: Map<string, () => Record<string, string>>;
  /** Delays responses until it resolves. */
  answersAfter: Promise<void> | undefined;
  /** The paths that were requested in the current test. */
  readonly requests: readonly string[];
  /** Adds the server to the settings, as before each test. */
  connect(): Promise<void>;
}

/**
 * Starts a server for the surrounding `describe`, and adds a connection to it before each test. `initial` are the
 * responses by path at that time, when VS Code reads the documents that it keeps again.
 */
export function useAnsweringServer(
  connectionName: string,
  initial: Readonly<Record<string, string>> = {},
): AnsweringServer {
  const answers = new Map<string, string>();
  const headers = new Map<string, () => Record<string, string>>();
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    requests.push(path);
    await made.answersAfter;
    const body = answers.get(path);
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': 'application/json',
      ...headers.get(path)?.(),
    });
    response.end(body ?? '{"error":{"code":404,"status":"Not Found","message":"Unable to locate the resource"}}');
  });
  const connect = () =>
    setConnections([{ name: connectionName, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }]);

  const made: AnsweringServer = { answers, headers, answersAfter: undefined, requests, connect };

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(async () => {
    requests.length = 0;
    answers.clear();
    headers.clear();
    for (const [path, answer] of Object.entries(initial)) {
      answers.set(path, answer);
    }
    await connect();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // This also discards the connection's data.
    await setConnections([]);
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  return made;
}
