import type { DetailedPeerCertificate } from 'node:tls';

/** What there is to say of one certificate. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** The hosts and addresses that it is for; the common name where it names none. */
  readonly names: readonly string[];
}

/** The certificates that the server showed, its own first, up to the root where there is one. */
export function certificateChain(leaf: DetailedPeerCertificate): readonly CertificateFacts[] {
  const chain: CertificateFacts[] = [];
  const met = new Set<DetailedPeerCertificate>();
  let certificate: DetailedPeerCertificate | undefined = leaf;
  // Node writes an empty object for none, and lets a root be its own issuer.
  while (certificate?.valid_to !== undefined && !met.has(certificate)) {
    met.add(certificate);
    chain.push(factsOf(certificate));
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

function factsOf({ subject, issuer, subjectaltname, valid_from, valid_to }: DetailedPeerCertificate): CertificateFacts {
  const written = subjectaltname?.split(', ').map((name) => name.slice(name.indexOf(':') + 1));
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validFrom: new Date(valid_from),
    validTo: new Date(valid_to),
    names: written ?? [nameOf(subject)],
  };
}

/** The types say string; a name that a certificate gives twice is a list. */
function nameOf(name: DetailedPeerCertificate['subject'] | undefined): string {
  const parts = [name?.CN, name?.O].flat().filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? '—' : parts.join(', ');
}
