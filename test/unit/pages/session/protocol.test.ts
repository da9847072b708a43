import { describe, expect, it } from 'vitest';
import {
  handleMessage,
  type MessageHandlers,
  type PanelMessage,
  parsePanelMessage,
} from '../../../../src/pages/protocol/sessionMessages.ts';

/** Handlers that return the type of their message. */
const echo: MessageHandlers<PanelMessage> = {
  ready: ({ type }) => type,
  focus: ({ type }) => type,
  copyText: ({ type, text, button }) => [type, text, button],
  copyJson: ({ type }) => type,
  copyId: ({ type }) => type,
  openJson: ({ type }) => type,
  refresh: ({ type }) => type,
  cancel: ({ type }) => type,
  showIdentity: ({ type }) => type,
  otherSessions: ({ type }) => type,
  showLog: ({ type }) => type,
  lockNow: ({ type }) => type,
  editConnections: ({ type }) => type,
  enterSecrets: ({ type }) => type,
};

describe('a message from the webview', () => {
  it('is passed to the handler of its type', () => {
    const types = Object.keys(echo).filter((type) => type !== 'copyText') as PanelMessage['type'][];
    expect(types).toHaveLength(13);
    for (const type of types) {
      const message = parsePanelMessage({ type });
      expect(message && handleMessage(echo, message)).toBe(type);
    }
  });

  it('may contain a table of 20,000 rows with 300 characters each', () => {
    const message = { type: 'copyText', text: 'x'.repeat(20_000 * 300), button: 'copyCsv' };
    expect(parsePanelMessage(message)).toEqual(message);
  });

  it('may contain text to copy', () => {
    const message = parsePanelMessage({ type: 'copyText', text: '203.0.113.7', button: 'devices/0/ip' });
    expect(message && handleMessage(echo, message)).toEqual(['copyText', '203.0.113.7', 'devices/0/ip']);
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
  ])('is rejected when it is %s', (_, received) => {
    expect(parsePanelMessage(received)).toBeUndefined();
  });
});
