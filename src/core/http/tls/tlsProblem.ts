import type { TlsProblem } from '../transport.ts';

/** The error of a failed handshake from Node and OpenSSL. */
export interface TlsSystemError extends Error {
  readonly code?: string;
  /** Of ERR_TLS_CERT_ALTNAME_INVALID. */
  readonly host?: string;
  readonly cert?: { readonly subject?: { readonly CN?: unknown }; readonly subjectaltname?: string };
}

const unknownAuthority = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
]);

/** Alerts of servers that reject a client certificate, as OpenSSL and Electron's BoringSSL name them. */
const clientCertificate =
  /(CERTIFICATE_REQUIRED|ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED))$/;
const handshakeFailure = /ALERT_HANDSHAKE_FAILURE$/;
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|EPROTO$)/;

/** Returns what failed in TLS; undefined if `error` is about something else. */
export function tlsProblem(error: TlsSystemError, sendsCertificate: boolean): TlsProblem | undefined {
  const { code = '' } = error;
  if (!tlsCode.test(code)) {
    return undefined;
  }
  if (unknownAuthority.has(code)) {
    return { kind: 'unknownAuthority' };
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return { kind: 'expired' };
    case 'CERT_NOT_YET_VALID':
      return { kind: 'notYetValid' };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        kind: 'wrongName',
        host: error.host ?? '',
        names: error.cert === undefined ? [] : certificateNames(error.cert),
      };
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return { kind: 'notTls' };
  }
  // A failed handshake has many causes, so it says nothing about a client certificate that was sent.
  if (clientCertificate.test(code) || (handshakeFailure.test(code) && !sendsCertificate)) {
    return { kind: sendsCertificate ? 'clientCertificateRefused' : 'clientCertificateWanted' };
  }
  return { kind: 'other' };
}

/** Returns the names of "DNS:a.example, IP Address:192.0.2.1", or the common name if there are none. */
export function certificateNames({ subject, subjectaltname }: NonNullable<TlsSystemError['cert']>): string[] {
  if (subjectaltname !== undefined && subjectaltname !== '') {
    return subjectaltname.split(', ').map((name) => name.slice(name.indexOf(':') + 1));
  }
  const common = subject?.CN;
  return typeof common === 'string' ? [common] : [];
}
