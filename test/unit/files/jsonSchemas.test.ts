import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { getLanguageService, TextDocument } from 'vscode-json-languageservice';
import { editorJson } from '../../../src/files/prettyJson.ts';
import { identityUri, sessionUri } from '../../../src/files/uris.ts';
import { adaId as identityId } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';

// The language service that VS Code's JSON editor is made of, with the schemas where package.json puts them.
const root = new URL('../../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const requested: string[] = [];
const service = getLanguageService({
  schemaRequestService: async (uri) => {
    requested.push(uri);
    return readFileSync(fileURLToPath(uri), 'utf8');
  },
  workspaceContext: { resolveRelativePath: (relative, base) => new URL(relative, base).href },
});
service.configure({
  validate: true,
  schemas: manifest.contributes.jsonValidation.map((entry: { fileMatch: string | string[]; url: string }) => ({
    uri: new URL(entry.url, root).href,
    fileMatch: [entry.fileMatch].flat(),
  })),
});

const ref = { connectionId: 'acme-production', identityId, sessionId: uuid(1) };
const addresses = {
  session: sessionUri(ref).toString(),
  bareSession: sessionUri(ref, 'withoutIdentity').toString(),
  identity: identityUri(ref).toString(),
};

function opened(address: string, text: string) {
  const document = TextDocument.create(address, 'json', 1, text);
  return { document, json: service.parseJSONDocument(document) };
}

function problems(address: string, value: unknown): Promise<string[]> {
  return problemsIn(address, JSON.stringify(value, undefined, 2));
}

async function problemsIn(address: string, text: string): Promise<string[]> {
  const { document, json } = opened(address, text);
  return (await service.doValidation(document, json)).map(({ message }) => JSON.stringify(message));
}

/** Returns the hover over each member's name, by the member's path. */
async function hovers(address: string, value: unknown): Promise<Map<string, string>> {
  const { document, json } = opened(address, JSON.stringify(value, undefined, 2));
  const found = new Map<string, string>();
  for (const { path, offset } of keysOf(json.root, '')) {
    const hover = await service.doHover(document, document.positionAt(offset), json);
    found.set(path, hover === null ? '' : JSON.stringify(hover.contents));
  }
  return found;
}

type Node = NonNullable<ReturnType<typeof service.parseJSONDocument>['root']>;

function keysOf(node: Node | undefined, path: string): { path: string; offset: number }[] {
  if (node?.type === 'array') {
    return node.items.flatMap((item) => keysOf(item, `${path}[]`));
  }
  return (node?.type === 'object' ? node.properties : []).flatMap(({ keyNode, valueNode }) => {
    const own = `${path}.${keyNode.value}`;
    return [{ path: own, offset: keyNode.offset + 1 }, ...keysOf(valueNode, own)];
  });
}

const recordings = new URL('test/contract/recordings/', root);

describe.each(readdirSync(recordings).filter((name) => name.startsWith('kratos-')))('%s', (name) => {
  const exchanges = [name, name.replace('kratos-', 'contain-')].flatMap((file) => {
    const recording = JSON.parse(readFileSync(new URL(file, recordings), 'utf8')) as {
      exchanges: { response: { status: number; body: unknown } }[];
    };
    return recording.exchanges;
  });
  const items = exchanges
    .filter(({ response }) => response.status === 200)
    .flatMap(({ response }) => (Array.isArray(response.body) ? response.body : [response.body]))
    .filter((item) => typeof item === 'object' && item !== null && 'id' in item);
  const sessions = items.filter((item) => 'authenticated_at' in item);
  const identities = items.filter((item) => 'schema_id' in item);

  test('reports no warning for any session or identity', async () => {
    expect(sessions.length).toBeGreaterThan(10);
    expect(identities.length).toBeGreaterThan(10);
    for (const session of sessions) {
      expect(await problems(addresses.session, session)).toEqual([]);
      expect(await problems(addresses.bareSession, session)).toEqual([]);
    }
    for (const identity of identities) {
      expect(await problems(addresses.identity, identity)).toEqual([]);
    }
  });

  test('describes every member that Kratos names', async () => {
    const byTheProject = /\.(traits|metadata_public|metadata_admin)[.[]|\.credentials\.\w+$|\.config\./;
    for (const [address, all] of [
      [addresses.session, sessions],
      [addresses.identity, identities],
    ] as const) {
      const silent = new Set<string>();
      for (const item of all) {
        for (const [path, text] of await hovers(address, item)) {
          if (text === '' && !byTheProject.test(path)) {
            silent.add(path);
          }
        }
      }
      expect([...silent]).toEqual([]);
    }
  });
});

test('applies one schema to each kind of file', async () => {
  const explained = async (address: string) => (await hovers(address, { id: 'x' })).get('.id');
  expect(await explained(addresses.session)).toContain('session token');
  expect(await explained(addresses.bareSession)).toContain('session token');
  expect(await explained(addresses.identity)).toContain('id of the identity');
  expect(await explained(sessionUri(ref, 'whole', 'Chrome').toString())).toContain('session token');
  expect(await explained(sessionUri(ref, 'withoutIdentity', 'Chrome').toString())).toContain('session token');
  expect(await explained(identityUri(ref, 'Ada').toString())).toContain('id of the identity');
  expect(await explained(`file:///home/ada/identities/${identityId}.json`)).toBe('');
});

test('accepts members that servers send only in some cases', async () => {
  expect(
    await problems(addresses.session, {
      id: 'x',
      authentication_methods: null,
      devices: [{ id: 'x', ip_address: null, user_agent: null, location: null }],
      identity: null,
      authenticator_assurance_level: 'aal9',
      something_new: { nested: [1] },
    }),
  ).toEqual([]);
  expect(
    await problems(addresses.session, { id: 'x', authentication_methods: [{ method: 'of tomorrow', aal: '' }] }),
  ).toEqual([]);
  expect(
    await problems(addresses.identity, { id: 'x', traits: ['any'], state_changed_at: null, state: 'new' }),
  ).toEqual([]);
  expect(await problems(addresses.identity, { problem: 'gone' })).toEqual([]);
});

test('reports a wrong type', async () => {
  expect(await problems(addresses.session, { id: 7 })).toHaveLength(1);
  expect(await problems(addresses.session, { identity: { id: 7 } })).toHaveLength(1);
});

test.each([
  '{"$schema":"https://elsewhere.example/schema.json","id":"x"}',
  '{"id":"x","\\u0024schema":"kratos://other-connection/identities/x.json"}',
  ' {"traits":{"$schema":null},"$schema":"https://elsewhere.example/schema.json"}',
])('does not fetch the $schema of %s and reports no warning', async (text) => {
  for (const address of Object.values(addresses)) {
    expect(await problemsIn(address, editorJson(text))).toEqual([]);
  }
  expect(requested.filter((uri) => !uri.startsWith(root.href))).toEqual([]);
});
