import { expect, test } from 'vitest';
import { systemFailure } from '../../../src/http/systemFailure.ts';

const origin = 'https://kratos.example.org';
const circumstances = { origin, seconds: 30, inBody: false, givesCertificate: false };

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

// Nothing that a test may do to a machine brings these about.
test.each(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EAI_AGAIN'])('a machine without a network says %s', (code) => {
  expect(systemFailure(systemError(code), circumstances)).toMatchObject({ kind: 'offline', origin });
});

test('of a host with two addresses, the one that refuses says that the network is there', () => {
  const both = new AggregateError([systemError('ENETUNREACH'), systemError('ECONNREFUSED')]);
  expect(systemFailure(both, circumstances)).toMatchObject({ kind: 'refused' });
});
