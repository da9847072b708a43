import { l10n } from 'vscode';
import { secretStep } from './askSecret.ts';
import { type Draft, entryProblem, withEntry, withTls } from './connectionDraft.ts';
import { fileStep } from './fileStep.ts';
import type { Step } from './formSteps.ts';
import { choiceStep, textStep, type ValueChoice } from './questions.ts';

/** Returns the steps for the check of the server's certificate. */
export function tlsSteps(draft: Draft): readonly Step[] {
  return draft.entry.tls?.verify === false ? [verifyStep] : [verifyStep, caFileStep, serverNameStep];
}

const verifyStep = choiceStep<false | undefined>((draft) => {
  const choices: ValueChoice<false | undefined>[] = [{ label: l10n.t('Check'), value: undefined }];
  if (draft.entry.production !== true) {
    choices.push({
      label: l10n.t('Don’t check'),
      detail: l10n.t(
        'Anyone on the network path can read everything, including keys. The connection’s row says that it is not checked.',
      ),
      value: false,
    });
  }
  return {
    placeholder: l10n.t('Check the server’s certificate?'),
    choices,
    value: draft.entry.tls?.verify === false ? false : undefined,
    accept: (verify) => withTls(draft, { verify }),
  };
});

const caFileStep = fileStep((draft) => ({
  prompt: l10n.t('File with additional root certificates (PEM)'),
  value: draft.entry.tls?.caFile,
  accept: (caFile) => withTls(draft, { caFile }),
}));

const serverNameStep = textStep((draft) => {
  const after = (text: string) => withTls(draft, { serverName: text.trim() || undefined });
  return {
    prompt: l10n.t('Host name to check the certificate for (leave empty to use the host in the address)'),
    value: draft.entry.tls?.serverName ?? '',
    problem: (text) => entryProblem(after(text).entry),
    accept: after,
  };
});

/** Returns the steps for the client certificate, its files, then its passphrase. */
export function certificateSteps({ entry }: Draft): readonly Step[] {
  const { clientCertificate } = entry;
  if (clientCertificate === undefined) {
    return [certificateKindStep];
  }
  const files = clientCertificate.pkcs12File === undefined ? [certificateFileStep, keyFileStep] : [pkcs12FileStep];
  return [certificateKindStep, ...files, secretStep('passphrase')];
}

type CertificateKind = 'none' | 'pem' | 'pkcs12';

const certificateKindStep = choiceStep<CertificateKind>((draft) => {
  const { clientCertificate: current, proxy, url } = draft.entry;
  const kind = current === undefined ? 'none' : current.pkcs12File === undefined ? 'pem' : 'pkcs12';
  const kinds: readonly ValueChoice<CertificateKind>[] = [
    { label: l10n.t('None'), value: 'none' },
    { label: l10n.t('Certificate and key'), detail: l10n.t('Two PEM files'), value: 'pem' },
    { label: 'PKCS#12', detail: l10n.t('One .p12 or .pfx file'), value: 'pkcs12' },
  ];
  const unavailable =
    proxy === 'vscode'
      ? l10n.t('Not available through VS Code’s own network')
      : /^https:/i.test(url.trim())
        ? undefined
        : l10n.t('Only available for https:// addresses');
  const blank = { none: undefined, pem: {}, pkcs12: { pkcs12File: '' } };
  return {
    placeholder: l10n.t('Use a client certificate?'),
    choices: unavailable === undefined ? kinds : [{ label: l10n.t('None'), detail: unavailable, value: 'none' }],
    value: kind,
    accept: (chosen) => withEntry(draft, { clientCertificate: chosen === kind ? current : blank[chosen] }),
  };
});

const certificateFileStep = fileStep((draft) => ({
  prompt: l10n.t('Certificate file (PEM)'),
  required: true,
  value: draft.entry.clientCertificate?.certificateFile,
  accept: (certificateFile) =>
    withEntry(draft, { clientCertificate: { ...draft.entry.clientCertificate, certificateFile } }),
}));

const keyFileStep = fileStep((draft) => ({
  prompt: l10n.t('Key file (PEM)'),
  required: true,
  value: draft.entry.clientCertificate?.keyFile,
  accept: (keyFile) => withEntry(draft, { clientCertificate: { ...draft.entry.clientCertificate, keyFile } }),
}));

const pkcs12FileStep = fileStep((draft) => ({
  prompt: l10n.t('Certificate file (PKCS#12)'),
  required: true,
  value: draft.entry.clientCertificate?.pkcs12File,
  accept: (pkcs12File) => withEntry(draft, { clientCertificate: { pkcs12File } }),
}));
