import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { getLanguageService, type JSONSchema, TextDocument } from 'vscode-json-languageservice';
import { parseConnections } from '../../../../src/connections/settings/parseConnections.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { configuration: { properties: Record<string, JSONSchema> } };
};
const schema = manifest.contributes.configuration.properties['kratosExplorer.connections'];

/** Returns the problems that VS Code's settings editor shows for the value. */
async function warnings(value: unknown): Promise<readonly string[]> {
  const service = getLanguageService({});
  const document = TextDocument.create('file:///settings.json', 'json', 1, JSON.stringify(value));
  const found = await service.doValidation(document, service.parseJSONDocument(document), {}, schema);
  return found.map(({ message }) => String(message));
}

const local = { name: 'local', url: 'http://127.0.0.1:4434' };
const header = { type: 'headers', headers: [{ name: 'X-Gateway-Key', secret: true }] };

test.each([
  [{}],
  [{ url: 'unix:/run/kratos.sock:/prefix' }],
  [{ environment: { name: 'production', color: 'charts.red' }, production: true, writable: true }],
  [{ authentication: { type: 'none' } }],
  [{ authentication: { type: 'bearer' } }],
  [{ authentication: { type: 'basic', username: 'ada' } }],
  [{ authentication: header }],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Tenant', value: 'acme' }] } }],
  [{ url: 'https://kratos.example.org', clientCertificate: { certificateFile: '/me.pem', keyFile: '/me.key' } }],
  [{ url: 'https://kratos.example.org', clientCertificate: { pkcs12File: '/me.p12' } }],
  [{ tls: { caFile: '/ca.pem', serverName: 'kratos.internal', verify: false } }],
  [{ tls: { caFile: '/ca.pem' }, production: true }],
  [{ tls: { verify: false }, production: false }],
  [{ proxy: 'automatic' }],
  [{ proxy: 'none' }],
  [{ proxy: 'vscode' }],
  [{ proxy: 'http://ada@proxy:3128' }],
  [{ rateLimit: 'developer', pageSize: 250, labelTraits: ['name.full'] }],
])('accepts %j in the editor and in the extension', async (over) => {
  const setting = [{ ...local, ...over }];
  expect(await warnings(setting)).toEqual([]);
  expect(parseConnections(setting).map((entry) => (entry.kind === 'invalid' ? entry.problem : 'right'))).toEqual([
    'right',
  ]);
});

test.each([
  [{ name: '' }],
  [{ url: 'ftp://127.0.0.1' }],
  [{ colour: 'red' }],
  [{ production: 'yes' }],
  [{ environment: { color: 'charts.red' } }],
  [{ environment: { name: 'eu', color: '#ff0000' } }],
  [{ authentication: {} }],
  [{ authentication: { type: 'token' } }],
  [{ authentication: { type: 'bearer', token: 'planted' } }],
  [{ authentication: { type: 'basic' } }],
  [{ authentication: { type: 'headers', headers: [] } }],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Tenant' }] } }],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Key', secret: true, value: 'planted' }] } }],
  [{ clientCertificate: { certificateFile: '/me.pem' } }],
  [{ clientCertificate: { pkcs12File: '/me.p12', keyFile: '/me.key' } }],
  [{ tls: { insecure: true } }],
  [{ tls: { verify: false }, production: true }],
  [{ proxy: 'proxy:3128' }],
  [{ rateLimit: 'endless' }],
  [{ budget: 'endless' }],
  [{ pageSize: 5 }],
  [{ labelTraits: 'name' }],
])('refuses %j in the editor and in the extension', async (over) => {
  const setting = [{ ...local, ...over }];
  expect(await warnings(setting)).not.toEqual([]);
  expect(parseConnections(setting)[0]?.kind).toBe('invalid');
});

test('completes each kind of authentication with all its members in the editor', async () => {
  const service = getLanguageService({});
  const text = '[{ "name": "local", "authentication":  }]';
  const document = TextDocument.create('file:///settings.json', 'json', 1, text);
  service.configure({ schemas: [{ uri: 'file:///schema.json', fileMatch: ['*'], ...(schema && { schema }) }] });
  const offered = await service.doComplete(document, document.positionAt(37), service.parseJSONDocument(document));
  expect(offered?.items.map(({ label }) => label)).toEqual(expect.arrayContaining(['bearer', 'basic', 'headers']));
});
