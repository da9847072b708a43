import { describe, expect, test } from 'vitest';
import { contain } from '../../../../src/core/containment/contain.ts';
import { adaId } from '../../builders/identityBuilder.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { ModelServer, noContent, onWrites } from './modelServer.ts';
import { Disk, draftOf, finished, identityDraft, portsOf, statuses } from './operation.ts';

describe('other actions', () => {
  test('disable an identity, and see that it is disabled', async () => {
    const server = new ModelServer(1);
    const disk = new Disk();
    const disable = { kind: 'setState', state: 'inactive' } as const;
    const outcome = await contain(identityDraft(server, disable), portsOf(server, disk));
    expect([statuses(outcome), server.state]).toEqual([['done'], 'inactive']);
    expect(disk.auditLines()[0]).toMatchObject({ action: disable, targets: [adaId] });
    expect(statuses(await contain(identityDraft(server, disable), portsOf(server, disk)))).toEqual(['already']);
    expect(server.writes).toHaveLength(1);
  });

  test('remove a credential, and give the reason of the server where it refuses', async () => {
    const server = new ModelServer(1);
    const remove = (type: string) =>
      contain(identityDraft(server, { kind: 'removeCredential', type }), portsOf(server));
    expect(statuses(await remove('totp'))).toEqual(['done']);
    expect(server.credentials).toEqual(['password']);
    expect(finished(await remove('password')).results).toMatchObject([
      {
        status: 'failed',
        failure: { kind: 'rejected', reason: 'You cannot remove the last first factor credential.' },
      },
    ]);
  });

  test('make a recovery code that is in no file', async () => {
    const server = new ModelServer(1);
    const disk = new Disk();
    const draft = identityDraft(server, { kind: 'createRecovery', by: 'code' });
    const outcome = finished(await contain(draft, portsOf(server, disk)));
    expect(outcome.recovery).toMatchObject({ code: '123456', link: 'https://x/recovery' });
    expect(statuses(outcome)).toEqual(['done']);
    const files = [...disk.evidence.values()].flatMap((folder) => [...folder.values()]).join('');
    expect(files + disk.audit.join('')).not.toMatch(/123456\b|recovery_link/);
  });

  test('extend a session, and say when its end did not move', async () => {
    const server = new ModelServer(1);
    const draft = await draftOf(server, { kind: 'sessions', ids: [uuid(1)] });
    const extend = { ...draft, plan: { ...draft.plan, action: { kind: 'extendSession' } as const } };
    server.interfere = onWrites(async () => noContent);
    expect(statuses(await contain(extend, portsOf(server)))).toEqual(['unchanged']);
    server.interfere = async (_request, respond) => respond();
    expect(statuses(await contain(extend, portsOf(server)))).toEqual(['done']);
  });
});
