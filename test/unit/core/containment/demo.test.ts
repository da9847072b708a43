import { expect, onTestFinished, test } from 'vitest';
import { contain, type Draft } from '../../../../src/core/containment/contain.ts';
import { defaultOptions } from '../../../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../src/core/http/undiciTransport.ts';
import { createKratosClient } from '../../../../src/core/kratos/createKratosClient.ts';
import { createKratosWrites } from '../../../../src/core/kratos/writes.ts';
import { startDemoServer } from '../../../../src/demo/demoServer.ts';
import { type ProfileName, profileNames } from '../../../../src/demo/profile.ts';
import { Disk, draftOf, identityDraft, portsOf } from './operation.ts';

/** Returns an identity of the demo with `count` active sessions. */
async function demoIdentity(profile: ProfileName, count: number) {
  const demo = await startDemoServer({ profile, identities: 20 });
  const transport = new UndiciTransport(defaultOptions(new URL(demo.url)), { mayWrite: () => true });
  onTestFinished(async () => {
    await transport.close();
    await demo.close();
  });
  const api = { ...createKratosClient(transport), ...createKratosWrites(transport) };
  const { id } = demo.data.addIdentity({ count });
  const ports = portsOf({ api, isLocked: false }, new Disk());
  return {
    id,
    draft: async () => draftOf({ api, state: (await api.identity(id)).state }, { kind: 'all' }, id),
    contain: async (draft: Draft) => {
      const outcome = await contain(draft, ports);
      return outcome.kind === 'finished' ? outcome.results.map(({ status }) => status) : [outcome.why];
    },
    sent: () => demo.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method),
    isActive: api.isSessionActive,
  };
}

test.each(profileNames.flatMap((profile) => [3, 30].map((count) => [profile, count] as const)))(
  'on %s, disabling an identity, revoking its %i sessions and enabling it again leaves none active',
  async (profile, count) => {
    const { id, draft, contain, sent, isActive } = await demoIdentity(profile, count);
    const setState = (state: 'active' | 'inactive') => identityDraft({ state: '' }, { kind: 'setState', state }, id);
    expect(await contain(setState('inactive'))).toEqual(['done']);
    const before = await draft();
    const open = await Promise.all(before.plan.targets.map((row) => isActive(row.id)));
    expect(open).toContain(true);
    const statuses = await contain(before);
    expect(statuses).toEqual(open.map((isOpen) => (isOpen ? 'done' : 'already')));
    expect(await contain(setState('active'))).toEqual(['done']);
    const after = await draft();
    expect(after.plan.targets).toEqual([]);
    expect(sent().filter((method) => method === 'POST')).toHaveLength(
      statuses.filter((one) => one === 'done').length >= 5 ? 1 : 0,
    );
  },
);
