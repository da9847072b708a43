import { describe, expect, it } from 'vitest';
import { type MessageHandlers, receiveMessage } from '../../../src/pages/host/receiveMessage.ts';
import { type PanelMessage, panelMessage } from '../../../src/pages/protocol/sessionMessages.ts';
import type { Log } from '../../../src/platform/log.ts';

const types: readonly PanelMessage['type'][] = [
  'ready',
  'focus',
  'copyText',
  'copyJson',
  'copyId',
  'openJson',
  'refresh',
  'cancel',
  'showIdentity',
  'otherSessions',
  'showLog',
  'lockNow',
  'editConnections',
  'enterSecrets',
];

/** Receives a message. Returns the types of the handlers that were called with it, and the warnings of the log. */
async function receive(received: unknown) {
  const handled: string[] = [];
  const warnings: string[] = [];
  const handlers = Object.fromEntries(
    types.map((type) => [
      type,
      (message: unknown) => {
        expect(message).toEqual(received);
        handled.push(type);
      },
    ]),
  ) as unknown as MessageHandlers<PanelMessage>;
  const log = { warn: (line: string) => warnings.push(line) } as unknown as Log;
  await receiveMessage(received, { page: 'session page', schema: panelMessage, handlers, log });
  return { handled, warnings };
}

describe('a message from the webview', () => {
  it.each(types.filter((type) => type !== 'copyText'))('is passed to the handler of its type %s', async (type) => {
    expect(await receive({ type })).toEqual({ handled: [type], warnings: [] });
  });

  it.each([
    ['a table of 20,000 rows with 300 characters each', 'x'.repeat(20_000 * 300), 'copyCsv'],
    ['a value', '203.0.113.7', 'devices/0/ip'],
  ])('may contain %s to copy', async (_, text, button) => {
    expect(await receive({ type: 'copyText', text, button })).toEqual({ handled: ['copyText'], warnings: [] });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'ready'],
    ['no type', {}],
    ['an unknown type', { type: 'deleteSession' }],
    ['a type that every object has', { type: 'constructor' }],
    ['a message with an additional member', { type: 'copyJson', uri: 'kratos://other/identities/x.json' }],
    ['a copy without text', { type: 'copyText', button: 'id' }],
    ['a copy of something else', { type: 'copyText', text: { toString: 'x' }, button: 'id' }],
    ['a copy of more than 64 MiB', { type: 'copyText', text: 'x'.repeat(64 * 1024 * 1024 + 1), button: 'id' }],
  ])('is not handled, and logged, when it is %s', async (_, received) => {
    const warnings = ['The session page sent an unknown message.'];
    expect(await receive(received)).toEqual({ handled: [], warnings });
  });
});
