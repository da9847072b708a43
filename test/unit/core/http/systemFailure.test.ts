import { expect, test } from 'vitest';
import { systemFailure } from '../../../../src/core/http/systemFailure.ts';

const origin = 'https://kratos.example.org';
const circumstances = { origin, seconds: 30, inBody: false, sendsCertificate: false };

function systemError(code: string, message = ''): Error {
  return Object.assign(new Error(message), { code });
}

test.each(['EAI_AGAIN', 'ENETDOWN', 'ENETUNREACH', 'EHOSTUNREACH', 'EHOSTDOWN'])(
  '%s means a machine without a network',
  (code) => {
    expect(systemFailure(systemError(code, `connect ${code}`), circumstances)).toEqual({
      kind: 'offline',
      origin,
      detail: `connect ${code}`,
    });
  },
);

test('reports a refused connection if one of several addresses refuses it', () => {
  const error = new AggregateError([systemError('ENETUNREACH'), systemError('ECONNREFUSED')]);
  expect(systemFailure(error, circumstances).kind).toBe('refused');
});

// OpenSSL's codes differ between its versions, and from those of Electron's BoringSSL.
test.each([
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'clientCertificateWanted', 'clientCertificateRefused'],
  ['ERR_SSL_TLSV1_CERTIFICATE_REQUIRED', 'clientCertificateWanted', 'clientCertificateRefused'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'clientCertificateWanted', 'clientCertificateRefused'],
  ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'clientCertificateWanted', 'clientCertificateRefused'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'clientCertificateWanted', 'clientCertificateRefused'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'clientCertificateWanted', 'clientCertificateRefused'],
  ['ERR_SSL_TLSV1_ALERT_ACCESS_DENIED', 'clientCertificateWanted', 'clientCertificateRefused'],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'clientCertificateWanted', 'other'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'other', 'other'],
])('%s means %s without a client certificate, and %s with one', (code, without, given) => {
  const problem = (sendsCertificate: boolean) =>
    systemFailure(systemError(code), { ...circumstances, sendsCertificate: sendsCertificate });
  expect(problem(false)).toMatchObject({ kind: 'tls', problem: { kind: without } });
  expect(problem(true)).toMatchObject({ kind: 'tls', problem: { kind: given } });
});

test.each([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unknownAuthority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknownAuthority'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'unknownAuthority'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unknownAuthority'],
  ['CERT_HAS_EXPIRED', 'expired'],
  ['CERT_NOT_YET_VALID', 'notYetValid'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'notTls'],
  ['CERT_REVOKED', 'other'],
])('%s means %s', (code, kind) => {
  expect(systemFailure(systemError(code), circumstances)).toMatchObject({ kind: 'tls', problem: { kind } });
});

test('reports a wrong name with the names of the certificate', () => {
  const error = Object.assign(systemError('ERR_TLS_CERT_ALTNAME_INVALID'), {
    host: 'kratos.example.org',
    cert: { subject: { CN: 'other' }, subjectaltname: 'DNS:kratos.internal, DNS:*.internal, IP Address:192.0.2.7' },
  });
  expect(systemFailure(error, circumstances)).toMatchObject({
    problem: { kind: 'wrongName', host: 'kratos.example.org', names: ['kratos.internal', '*.internal', '192.0.2.7'] },
  });
});

test('reports the common name of a certificate without alternative names', () => {
  const error = Object.assign(systemError('ERR_TLS_CERT_ALTNAME_INVALID'), { cert: { subject: { CN: 'old-school' } } });
  expect(systemFailure(error, circumstances)).toMatchObject({ problem: { kind: 'wrongName', names: ['old-school'] } });
});
