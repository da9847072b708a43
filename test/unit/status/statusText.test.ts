import { describe, expect, test, vi } from 'vitest';
import type { Directory } from '../../../src/core/directory/directory.ts';
import type { HttpResponse, Transport } from '../../../src/core/http/transport.ts';
import { FollowedState } from '../../../src/status/connectionState.ts';
import { statusText } from '../../../src/status/statusText.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { directoryOver } from '../core/directory/directoryOver.ts';

describe('the status bar', () => {
  const local = aConnection({ name: 'Local' });

  test.each([
    [{ kind: 'idle' }, '$(server) Local', 'Kratos connection Local, not contacted yet'],
    [{ kind: 'connected' }, '$(server) Local', 'Kratos connection Local, connected'],
    [{ kind: 'loading' }, '$(loading~spin) Local', 'Kratos connection Local, loading'],
    [
      { kind: 'waiting', seconds: 12 },
      '$(watch) Local: Waiting 12 s for the rate limit',
      'Kratos connection Local, Waiting 12 s for the rate limit',
    ],
    [
      { kind: 'failed', failure: { kind: 'unauthorized', reason: undefined } },
      '$(error) Local: Wrong or missing key',
      'Kratos connection Local, Wrong or missing key',
    ],
  ] as const)('shows the state %o', (state, text, label) => {
    expect(statusText(local, state)).toMatchObject({ text, label });
  });

  test('shows the sentence of a failure in the tooltip, and the color of errors', () => {
    const failure = { kind: 'refused', origin: 'http://127.0.0.1:4434', detail: '' } as const;
    const { tooltip, background } = statusText(local, { kind: 'failed', failure });
    expect(tooltip).toContain('Nothing is listening at http://127.0.0.1:4434.');
    expect(background).toMatchObject({ id: 'statusBarItem.errorBackground' });
    expect(statusText(local, { kind: 'connected' }).background).toBeUndefined();
  });

  test('marks production by color and in words', () => {
    const production = aConnection({ name: 'Acme', production: true });
    expect(statusText(production, { kind: 'connected' })).toMatchObject({
      color: { id: 'charts.red' },
      label: 'Kratos connection Acme, production · read-only · connected',
    });
    expect(statusText(local, { kind: 'connected' }).color).toBeUndefined();
  });

  test('shows no icon for $(…) in a name', () => {
    expect(statusText(aConnection({ name: '$(flame)' }), { kind: 'connected' }).text).toBe('$(server) $\u2060(flame)');
  });
});

describe('the state of a connection', () => {
  const person = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
  const answer = (status: number, text: string): HttpResponse => ({ status, headers: {}, body: Buffer.from(text) });

  /** Creates a directory whose server responds with `next.answer`. */
  function directoryOf(
    next: { answer: () => Promise<HttpResponse> | HttpResponse },
    waiting?: () => number | undefined,
  ) {
    const transport: Transport = { send: async () => next.answer(), close: async () => undefined };
    const waits = waiting && { seconds: waiting, onChange: () => () => undefined };
    return directoryOver(transport, { pageSize: () => 10, ...(waits && { waits }) });
  }

  const followed = (directory: Directory) => new FollowedState(directory, () => {});

  test('changes from idle to loading to connected', async () => {
    const arriving = Promise.withResolvers<HttpResponse>();
    const directory = directoryOf({ answer: () => arriving.promise });
    const state = followed(directory);
    expect(state.state).toEqual({ kind: 'idle' });
    const opened = directory.identities.open();
    expect(state.state).toEqual({ kind: 'loading' });
    arriving.resolve(answer(200, '[]'));
    await opened;
    expect(state.state).toEqual({ kind: 'connected' });
  });

  test('is waiting with the remaining seconds while the rate limit allows no request', () => {
    const directory = directoryOf({ answer: () => new Promise(() => undefined) }, () => 12);
    const state = followed(directory);
    void directory.identities.open();
    expect(state.state).toEqual({ kind: 'waiting', seconds: 12 });
  });

  test('is that of the list that was read last', async () => {
    const next = { answer: () => answer(200, '[]') };
    const directory = directoryOf(next);
    const state = followed(directory);
    await directory.identities.open();
    next.answer = () => answer(401, '{}');
    await directory.sessionsOf(person).open();
    expect(state.state).toEqual({ kind: 'failed', failure: { kind: 'unauthorized', reason: undefined } });
    next.answer = () => answer(200, '[]');
    await directory.identities.refresh();
    expect(state.state).toEqual({ kind: 'connected' });
  });

  test('is failed when the list failed before', async () => {
    const directory = directoryOf({ answer: () => answer(403, '{}') });
    await directory.identities.open();
    expect(followed(directory).state).toEqual({ kind: 'failed', failure: { kind: 'forbidden', reason: undefined } });
  });

  test('does not change after dispose', async () => {
    const directory = directoryOf({ answer: () => answer(200, '[]') });
    const changed = vi.fn();
    new FollowedState(directory, changed).dispose();
    await directory.identities.open();
    expect(changed).not.toHaveBeenCalled();
  });
});
