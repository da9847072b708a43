import { expect, test } from 'vitest';
import { canonicalJson, sha256 } from '../../../../src/core/containment/canonicalJson.ts';
import { type EvidenceFile, keepEvidence, manifestName } from '../../../../src/core/containment/evidence.ts';
import { planForSessions, planSha256 } from '../../../../src/core/containment/plan.ts';
import { adaId, identityRowOf, wireIdentity } from '../../builders/identityBuilder.ts';
import { aMalformedSession, aSession, sessionRowOf, uuid, wireSession } from '../../builders/sessionBuilder.ts';

/** With spaces, an unknown member and a number that JSON.parse would round. */
const sessionText = `{ "id":"${uuid(1)}", "active":true,  "unknown":12345678901234567890, "identity":{"id":"${adaId}"} }`;
const identityText = JSON.stringify(wireIdentity()).replace('{', '{ ');
const identity = identityRowOf(identityText);
const operation = {
  osUser: 'grace',
  host: 'ops-1',
  tool: 'kratos-explorer 1.0.0',
  reason: 'SEC-7: taken over',
};
const at = new Date('2026-11-27T10:00:00.5Z');

const sessions = [
  sessionRowOf(sessionText),
  aSession({ id: uuid(2), active: false }),
  aSession({ id: uuid(3) }),
  aMalformedSession({ id: '../../x', expires_at: 5 }),
];

function planOf(ids: readonly string[]) {
  return planForSessions({
    action: { kind: 'revokeSessions' },
    selection: { kind: 'sessions', ids },
    connection: { name: 'prod', origin: 'https://x', environment: undefined, serverVersion: 'v26.2.0' },
    identity: { id: adaId, state: 'active' },
    reading: { sessions, end: { kind: 'complete', by: 'count' }, readAt: at },
  });
}

function memory() {
  const files = new Map<string, Buffer>();
  return {
    files,
    store: {
      async write(folder: string, written: Iterable<EvidenceFile>) {
        for (const { name, bytes } of written) {
          files.set(name, bytes);
        }
        return `/evidence/${folder}`;
      },
    },
  };
}

async function kept(ids: readonly string[]) {
  const { files, store } = memory();
  if (identity.kind !== 'identity') {
    throw new Error('no identity');
  }
  const plan = planOf(ids);
  const receipt = await keepEvidence(store, { plan, identity, sessions, operation, at, serverDateOffset: -120 });
  return { plan, files, receipt };
}

test('evidence is the exact bytes of each selected session and of the identity, and the plan', async () => {
  const { files, plan } = await kept([uuid(1), uuid(2), '../../x']);
  expect([...files.keys()]).toEqual([
    'plan.json',
    'identity.json',
    `sessions/${uuid(1)}.json`,
    `sessions/${uuid(2)}.json`,
    'sessions/row-4.json',
    manifestName,
  ]);
  expect(files.get(`sessions/${uuid(1)}.json`)?.toString()).toBe(sessionText);
  expect(files.get(`sessions/${uuid(2)}.json`)?.toString()).toBe(
    JSON.stringify(wireSession({ id: uuid(2), active: false })),
  );
  expect(files.get('identity.json')?.toString()).toBe(identityText);
  expect(files.get('plan.json')?.toString()).toBe(canonicalJson(plan));
});

test('the manifest says who, where, when and why, and has the SHA-256 of each other file', async () => {
  const { files, plan, receipt } = await kept([uuid(1)]);
  const bytes = files.get(manifestName) ?? Buffer.alloc(0);
  const manifest = JSON.parse(bytes.toString());
  expect(manifest).toMatchObject({
    time: '2026-11-27T10:00:00.500Z',
    serverDateOffset: -120,
    ...operation,
    connection: { name: 'prod', origin: 'https://x', serverVersion: 'v26.2.0' },
    identity: adaId,
    targets: [uuid(1)],
    planSha256: planSha256(plan),
    list: { kind: 'complete', by: 'count' },
  });
  files.delete(manifestName);
  expect(manifest.files).toEqual(
    [...files].map(([name, content]) => ({ name, bytes: content.length, sha256: sha256(content) })),
  );
  expect(receipt).toEqual({
    file: `/evidence/2026-11-27T10-00-00-500Z-${planSha256(plan).slice(0, 8)}`,
    sha256: sha256(bytes),
  });
});

test('evidence fails when a session that is to be revoked was not read', async () => {
  const { store } = memory();
  const plan = { ...planOf([uuid(1)]), targets: [{ id: uuid(9), state: 'active' }] };
  if (identity.kind !== 'identity') {
    throw new Error('no identity');
  }
  const evidence = keepEvidence(store, { plan, identity, sessions, operation, at, serverDateOffset: undefined });
  await expect(evidence).rejects.toThrow(`The session ${uuid(9)} was not read.`);
});
