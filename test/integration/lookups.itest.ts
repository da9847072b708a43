import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { setConnections } from './settings.ts';

const identityId = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
const sessionId = '5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e';
const identity = {
  id: identityId,
  schema_id: 'default',
  schema_url: '',
  state: 'active',
  traits: { email: 'ada@example.org' },
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};
const session = {
  id: sessionId,
  active: true,
  expires_at: '2036-11-24T16:41:25Z',
  authenticated_at: '2026-11-23T16:41:25Z',
  issued_at: '2026-11-23T16:41:25Z',
  authenticator_assurance_level: 'aal1',
  authentication_methods: [],
  identity,
  devices: [],
};
const sessionAddress = `kratos://lookups/identities/${identityId}/sessions/${sessionId}.json`;

describe('look-ups', () => {
  let requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    requests.push(request.url ?? '');
    const answer = (status: number, body: unknown, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    if (pathname === '/admin/identities') {
      const begins = searchParams.get('preview_credentials_identifier_similar');
      answer(200, begins !== null && !'ada@example.org'.startsWith(begins) ? [] : [identity]);
    } else if (pathname === `/admin/identities/${identityId}`) {
      answer(200, identity);
    } else if (pathname === `/admin/identities/${identityId}/sessions`) {
      answer(200, [session], { 'x-total-count': '1' });
    } else if (pathname === `/admin/sessions/${sessionId}`) {
      answer(200, session);
    } else {
      answer(404, { error: { code: 404, status: 'Not Found', message: 'Unable to locate the resource' } });
    }
  });

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(async () => {
    requests = [];
    await vscode.env.clipboard.writeText('');
    await setConnections([{ name: 'lookups', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }]);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setConnections([]);
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('open the session whose id stands in the selected log line', async () => {
    const content = `level=info identity_id=${identityId} session_id=${sessionId.toUpperCase()} msg=done`;
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
    editor.selection = new vscode.Selection(0, 0, 0, content.length);
    await pick(commandIds.findSession);
    assert.equal(activeAddress(), sessionAddress);
    assert.ok(requests.includes(`/admin/sessions/${sessionId}?expand=identity&expand=devices`), requests.join('\n'));
  });

  it('open the session whose id is on the clipboard, in any spelling', async () => {
    await vscode.env.clipboard.writeText(`{${sessionId.replaceAll('-', '')}}`);
    await pick(commandIds.findSession);
    assert.equal(activeAddress(), sessionAddress);
  });

  it('take an identity’s id for what it is, and show its sessions', async () => {
    await pick(commandIds.findSession, identityId);
    assert.ok(
      requests.some((url) => url.startsWith(`/admin/identities/${identityId}/sessions`)),
      requests.join('\n'),
    );
  });

  it('find an identity by the beginning of its e-mail address', async () => {
    await pick(commandIds.findIdentity, 'ada@');
    assert.ok(
      requests.some((url) => url.includes('preview_credentials_identifier_similar=ada%40')),
      requests.join('\n'),
    );
    assert.ok(
      requests.some((url) => url.startsWith(`/admin/identities/${identityId}/sessions`)),
      requests.join('\n'),
    );
  });

  /** Runs a look-up and presses Enter as soon as it is open: the row that is found alone is taken when it arrives. */
  async function pick(command: string, ...args: unknown[]): Promise<void> {
    let done = false;
    const run = vscode.commands.executeCommand(command, ...args).then(() => {
      done = true;
    });
    const end = Date.now() + 15_000;
    while (!done) {
      assert.ok(Date.now() < end, `no row was taken; asked:\n${requests.join('\n')}`);
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await run;
  }
});

function activeAddress(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri.toString() : undefined;
}
