import { expect, test } from 'vitest';
import { canonicalJson, sha256 } from '../../../../src/core/containment/canonicalJson.ts';
import { keepEvidence, manifestName } from '../../../../src/core/containment/evidence.ts';
import { planForSessions, planSha256 } from '../../../../src/core/containment/plan.ts';
import { adaId, identityRowOf, wireIdentity } from '../../builders/identityBuilder.ts';
import { aMalformedSession, aSession, sessionRowOf, uuid, wireSession } from '../../builders/sessionBuilder.ts';
import { Disk } from './operation.ts';

/** With spaces, an unknown member and a number that JSON.parse would round. */
const sessionText = `{ "id":"${uuid(1)}", "active":true,  "unknown":12345678901234567890, "identity":{"id":"${adaId}"} }`;
const identityText = JSON.stringify(wireIdentity()).replace('{', '{ ');
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

const identity = identityRowOf(identityText);
if (identity.kind !== 'identity') {
  throw new Error('no identity');
}

const kept = async (ids: readonly string[], plan = planOf(ids)) => {
  const disk = new Disk();
  const input = { plan, identity, sessions, operation, at, serverDateOffset: -120 };
  const receipt = await keepEvidence(disk.store, input);
  return { plan, files: new Map(disk.evidence.get(receipt.file)), receipt };
};

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
    file: `/evidence/0-2026-11-27T10-00-00-500Z-${planSha256(plan).slice(0, 8)}`,
    sha256: sha256(bytes),
  });
});

test('evidence fails when a session that is to be revoked was not read', async () => {
  const plan = { ...planOf([uuid(1)]), targets: [{ id: uuid(9), state: 'active' }] };
  await expect(kept([], plan)).rejects.toThrow(`The session ${uuid(9)} was not read.`);
});
