import { checkServerIdentity, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { l10n } from 'vscode';
import { serverOrigin } from '../core/http/connectionOptions.ts';
import { loadProxyMaterial, loadTlsMaterial, passphraseFor, type TlsMaterial } from '../core/http/tls/tlsMaterial.ts';
import { certificateNames, type TlsSystemError, tlsProblem } from '../core/http/tls/tlsProblem.ts';
import type { TransportFailure } from '../core/http/transport.ts';
import { failureText } from '../text/failureText.ts';
import { failureOnRoute, openToServer, serverName, skippedReason, stepSeconds } from './networkSteps.ts';
import { failed, ok, type StepFinding, skipped, warning } from './report.ts';
import { withDeadline } from './runSteps.ts';
import { secureSocket } from './sockets.ts';
import { type CheckedRoute, hostAndPort } from './subject.ts';

/** A certificate that expires sooner gets a warning. */
const soonDays = 21;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes a handshake as requests do. If the certificate is rejected, a second handshake only reads it and sends nothing.
 */
export async function checkTls(route: CheckedRoute, signal: AbortSignal): Promise<StepFinding> {
  const { options, proxy } = route;
  if (options.base.protocol !== 'https:') {
    return skipped(l10n.t('The address begins with http://.'));
  }
  if (proxy.kind === 'vscode') {
    return skipped(skippedReason(route));
  }
  try {
    const origin = serverOrigin(options);
    const material = await loadTlsMaterial(options, await passphraseFor(options, route.secrets, origin), origin);
    const shown = await withDeadline((limited) => handshake(route, material, true, limited), stepSeconds, signal);
    return options.tls.verify ? trusted(shown) : unverified(shown, route);
  } catch (error) {
    const failure = failureOnRoute(error, route);
    const details = isOfCertificate(failure) ? await certificateDetails(route, signal) : [];
    return failed(failureText(failure), details);
  }
}

interface Shown {
  readonly protocol: string;
  readonly chain: readonly CertificateFacts[];
  /** Why the certificate would have been rejected. */
  readonly problem: TlsSystemError | undefined;
}

async function handshake(
  route: CheckedRoute,
  material: TlsMaterial,
  asRequests: boolean,
  signal: AbortSignal,
): Promise<Shown> {
  const { options } = route;
  const socket = await openToServer(route, signal);
  try {
    const name = options.tls.serverName ?? hostAndPort(options.base).host;
    const secure = await secureSocket(
      {
        socket,
        ...serverName(name),
        ...material,
        rejectUnauthorized: asRequests && options.tls.verify,
      },
      signal,
    );
    const certificate = secure.getPeerCertificate(true);
    return {
      protocol: secure.getProtocol() ?? '',
      chain: certificateChain(certificate),
      problem: problemOf(secure, name, certificate),
    };
  } finally {
    socket.destroy();
  }
}

/** Returns why the certificate would be rejected. Node reports only a code, so its names are checked again here. */
function problemOf(
  { authorized, authorizationError }: TLSSocket,
  name: string,
  certificate: DetailedPeerCertificate,
): TlsSystemError | undefined {
  const code = String(authorizationError);
  return authorized || code === 'ERR_TLS_CERT_ALTNAME_INVALID'
    ? checkServerIdentity(name, certificate)
    : Object.assign(new Error(code), { code });
}

function trusted({ protocol, chain }: Shown): StepFinding {
  const [leaf] = chain;
  const days = leaf === undefined ? Number.POSITIVE_INFINITY : (leaf.validTo.getTime() - Date.now()) / dayMs;
  return days < soonDays
    ? warning(
        l10n.t('{0}. The certificate expires in {1} days. Have it renewed on the server.', protocol, Math.floor(days)),
        chain.map(certificateText),
      )
    : ok(l10n.t('{0}, with a certificate that this machine trusts.', protocol), chain.map(certificateText));
}

function unverified({ protocol, chain, problem }: Shown, { options }: CheckedRoute): StepFinding {
  const details = chain.map(certificateText);
  if (problem === undefined) {
    return warning(
      l10n.t(
        '{0}. Verification is off for this connection but need not be: the certificate is trusted. Turn it on.',
        protocol,
      ),
      details,
    );
  }
  const kind = tlsProblem(problem, options.clientCertificate !== undefined) ?? { kind: 'other' };
  const reason = failureText({ kind: 'tls', origin: serverOrigin(options), problem: kind, detail: problem.message });
  return warning(
    l10n.t(
      '{0}. Verification is off for this connection: anyone on the network path could impersonate the server.',
      protocol,
    ),
    [l10n.t('With verification: {0}', reason), ...details],
  );
}

function isOfCertificate(failure: TransportFailure): boolean {
  return (
    failure.kind === 'tls' && ['unknownAuthority', 'expired', 'notYetValid', 'wrongName'].includes(failure.problem.kind)
  );
}

async function certificateDetails(route: CheckedRoute, signal: AbortSignal): Promise<readonly string[]> {
  try {
    // Without the client certificate: this server is not trusted, so it should not see it.
    const material = await loadProxyMaterial(route.options);
    const { chain } = await withDeadline((limited) => handshake(route, material, false, limited), stepSeconds, signal);
    return chain.map(certificateText);
  } catch {
    // The first failure is the one to report.
    return [];
  }
}

function certificateText({ subject, issuer, names, validFrom, validTo }: CertificateFacts): string {
  const day = (moment: Date) => moment.toISOString().slice(0, 10);
  return l10n.t(
    '“{0}”, issued by “{1}”, valid from {2} to {3}, for {4}',
    subject,
    issuer,
    day(validFrom),
    day(validTo),
    names.slice(0, 8).join(', '),
  );
}

interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** The hosts and addresses that it is for. */
  readonly names: readonly string[];
}

/** Returns the certificates that the server sent, its own first. */
function certificateChain(leaf: DetailedPeerCertificate): readonly CertificateFacts[] {
  const chain: CertificateFacts[] = [];
  const seen = new Set<DetailedPeerCertificate>();
  let certificate: DetailedPeerCertificate | undefined = leaf;
  // Node uses an empty object for a missing certificate, and a root is its own issuer.
  while (certificate?.valid_to !== undefined && !seen.has(certificate)) {
    seen.add(certificate);
    chain.push(factsOf(certificate));
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

function factsOf(certificate: DetailedPeerCertificate): CertificateFacts {
  const names = certificateNames(certificate);
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFrom: new Date(certificate.valid_from),
    validTo: new Date(certificate.valid_to),
    names: names.length === 0 ? [nameOf(certificate.subject)] : names,
  };
}

/** The types say string, but a name that a certificate gives twice is an array. */
function nameOf(name: DetailedPeerCertificate['subject'] | undefined): string {
  const parts = [name?.CN, name?.O].flat().filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? '—' : parts.join(', ');
}
