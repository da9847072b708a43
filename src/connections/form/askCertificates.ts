import { l10n } from 'vscode';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { secretStep } from './askAuthentication.ts';
import type { Draft } from './connectionDraft.ts';
import { choiceStep, textStep } from './entrySteps.ts';
import { fileStep } from './fileStep.ts';
import type { Step } from './formSteps.ts';

type Tls = NonNullable<ConnectionEntry['tls']>;

/** Without members there is nothing to write. */
function tlsWith(entry: ConnectionEntry, over: Tls): Pick<ConnectionEntry, 'tls'> {
  const members = Object.entries({ ...entry.tls, ...over }).filter(([, value]) => value !== undefined);
  return { tls: members.length === 0 ? undefined : Object.fromEntries(members) };
}

/** How the server's certificate is checked. */
export function tlsSteps(draft: Draft): readonly Step[] {
  return draft.entry.tls?.verify === false ? [verifyStep] : [verifyStep, caFileStep, serverNameStep];
}

const verifyStep = choiceStep<false | undefined>(
  () => l10n.t('Is the server’s certificate checked?'),
  ({ entry }) => [
    { label: l10n.t('Checked'), value: undefined },
    ...(entry.production === true
      ? []
      : [
          {
            label: l10n.t('Not checked'),
            detail: l10n.t('Whoever is on the way can read everything, keys included. Its row says so.'),
            value: false as const,
          },
        ]),
  ],
  ({ tls }) => (tls?.verify === false ? false : undefined),
  (entry, verify) => tlsWith(entry, { verify }),
);

const caFileStep = fileStep(
  () => l10n.t('A file of further root certificates (PEM)?'),
  ({ tls }) => tls?.caFile,
  (entry, caFile) => tlsWith(entry, { caFile }),
);

const serverNameStep = textStep(
  () => ({ prompt: l10n.t('Host name to check the certificate for; empty for the address’s'), placeholder: '' }),
  ({ tls }) => tls?.serverName ?? '',
  (entry, serverName) => tlsWith(entry, { serverName }),
);

/** What this machine shows the server, then its passphrase. */
export function certificateSteps({ entry }: Draft): readonly Step[] {
  const { clientCertificate } = entry;
  if (clientCertificate === undefined) {
    return [certificateKindStep];
  }
  const files = clientCertificate.pkcs12File === undefined ? [certificateFileStep, keyFileStep] : [pkcs12FileStep];
  return [certificateKindStep, ...files, secretStep('passphrase')];
}

/** Why no certificate can be shown, beside the choice of none; undefined where one can be. */
function noneAvailable({ proxy, url }: ConnectionEntry): string | undefined {
  if (proxy === 'vscode') {
    return l10n.t('Through VS Code’s own network none is available');
  }
  return /^https:/i.test(url.trim()) ? undefined : l10n.t('Only servers at https:// ask for one');
}

const certificateKindStep = choiceStep<'none' | 'pem' | 'pkcs12'>(
  () => l10n.t('Does this machine show the server a certificate?'),
  ({ entry }) => [
    {
      label: l10n.t('None'),
      ...(noneAvailable(entry) === undefined ? {} : { detail: noneAvailable(entry) ?? '' }),
      value: 'none',
    },
    ...(noneAvailable(entry) !== undefined
      ? []
      : [
          { label: l10n.t('Certificate and key'), detail: l10n.t('Two PEM files'), value: 'pem' as const },
          { label: 'PKCS#12', detail: l10n.t('One .p12 or .pfx file'), value: 'pkcs12' as const },
        ]),
  ],
  ({ clientCertificate }) =>
    clientCertificate === undefined ? 'none' : clientCertificate.pkcs12File === undefined ? 'pem' : 'pkcs12',
  ({ clientCertificate }, kind) => {
    switch (kind) {
      case 'none':
        return { clientCertificate: undefined };
      case 'pem':
        return { clientCertificate: clientCertificate?.pkcs12File === undefined ? (clientCertificate ?? {}) : {} };
      case 'pkcs12':
        return { clientCertificate: { pkcs12File: clientCertificate?.pkcs12File ?? '' } };
    }
  },
);

const certificateFileStep = fileStep(
  () => l10n.t('Which file is the certificate (PEM)?'),
  ({ clientCertificate }) => clientCertificate?.certificateFile,
  ({ clientCertificate }, certificateFile) => ({ clientCertificate: { ...clientCertificate, certificateFile } }),
  { needed: true },
);

const keyFileStep = fileStep(
  () => l10n.t('Which file is its key (PEM)?'),
  ({ clientCertificate }) => clientCertificate?.keyFile,
  ({ clientCertificate }, keyFile) => ({ clientCertificate: { ...clientCertificate, keyFile } }),
  { needed: true },
);

const pkcs12FileStep = fileStep(
  () => l10n.t('Which file is the certificate (PKCS#12)?'),
  ({ clientCertificate }) => clientCertificate?.pkcs12File,
  (_entry, pkcs12File) => ({ clientCertificate: { pkcs12File } }),
  { needed: true },
);
