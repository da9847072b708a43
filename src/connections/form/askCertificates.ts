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
  () => l10n.t('Check the server’s certificate?'),
  ({ entry }) => [
    { label: l10n.t('Check'), value: undefined },
    ...(entry.production === true
      ? []
      : [
          {
            label: l10n.t('Don’t check'),
            detail: l10n.t(
              'Anyone on the network path can read everything, including keys. The connection’s row says that it is not checked.',
            ),
            value: false as const,
          },
        ]),
  ],
  ({ tls }) => (tls?.verify === false ? false : undefined),
  (entry, verify) => tlsWith(entry, { verify }),
);

const caFileStep = fileStep(
  () => l10n.t('File with additional root certificates (PEM)'),
  ({ tls }) => tls?.caFile,
  (entry, caFile) => tlsWith(entry, { caFile }),
);

const serverNameStep = textStep(
  () => ({
    prompt: l10n.t('Host name to check the certificate for (leave empty to use the host in the address)'),
    placeholder: '',
  }),
  ({ tls }) => tls?.serverName ?? '',
  (entry, serverName) => tlsWith(entry, { serverName }),
);

/** The client certificate, then its passphrase. */
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
    return l10n.t('Not available through VS Code’s own network');
  }
  return /^https:/i.test(url.trim()) ? undefined : l10n.t('Only available for https:// addresses');
}

const certificateKindStep = choiceStep<'none' | 'pem' | 'pkcs12'>(
  () => l10n.t('Use a client certificate?'),
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
  () => l10n.t('Certificate file (PEM)'),
  ({ clientCertificate }) => clientCertificate?.certificateFile,
  ({ clientCertificate }, certificateFile) => ({ clientCertificate: { ...clientCertificate, certificateFile } }),
  { needed: true },
);

const keyFileStep = fileStep(
  () => l10n.t('Key file (PEM)'),
  ({ clientCertificate }) => clientCertificate?.keyFile,
  ({ clientCertificate }, keyFile) => ({ clientCertificate: { ...clientCertificate, keyFile } }),
  { needed: true },
);

const pkcs12FileStep = fileStep(
  () => l10n.t('Certificate file (PKCS#12)'),
  ({ clientCertificate }) => clientCertificate?.pkcs12File,
  (_entry, pkcs12File) => ({ clientCertificate: { pkcs12File } }),
  { needed: true },
);
