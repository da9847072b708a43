import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { l10n, type Uri, window } from 'vscode';
import { refuse } from '../settings/unusableValue.ts';
import { secretStep } from './askSecret.ts';
import { type ConnectionDraft, checkedDraft, entryProblem, withEntry, withTls } from './connectionDraft.ts';
import { type AnswerOutcome, choiceStep, inTurn, type Step, textStep, type ValueChoice } from './questions.ts';

/** Asks whether the server's certificate is checked, and how. */
export const tlsStep = choiceStep<false | undefined>((draft) => {
  const unchecked = l10n.t(
    'Anyone on the network path can read everything, including keys. The connection’s row says that it is not checked.',
  );
  const mayBeUnchecked = draft.entry.production !== true;
  return {
    placeholder: l10n.t('Check the server’s certificate?'),
    choices: [
      { label: l10n.t('Check'), value: undefined },
      ...(mayBeUnchecked ? [{ label: l10n.t('Don’t check'), detail: unchecked, value: false as const }] : []),
    ],
    value: draft.entry.tls?.verify === false ? false : undefined,
    accept: (verify) => {
      const after = withTls(draft, { verify });
      return verify === false ? after : { draft: after, next: inTurn(caFileStep(false), serverNameStep) };
    },
  };
});

export function caFileStep(isRequired: boolean): Step {
  const prompt = l10n.t('File with additional root certificates (PEM)');
  return fileStep(
    prompt,
    isRequired,
    ({ entry }) => entry.tls?.caFile,
    (draft, caFile) => withTls(draft, { caFile }),
  );
}

const serverNameStep = textStep((draft) => ({
  prompt: l10n.t('Host name to check the certificate for (leave empty to use the host in the address)'),
  value: draft.entry.tls?.serverName ?? '',
  accept: (text) => checkedDraft(withTls(draft, { serverName: text.trim() || undefined })),
}));

type CertificateKind = 'none' | 'pem' | 'pkcs12';

/** Asks for the kind of the client certificate, then for its files and its passphrase. */
export const clientCertificateStep = choiceStep<CertificateKind>((draft) => {
  const { clientCertificate: current } = draft.entry;
  const kind = current === undefined ? 'none' : current.pkcs12File === undefined ? 'pem' : 'pkcs12';
  const problem = entryProblem({ ...draft.entry, clientCertificate: { pkcs12File: '/' } });
  const choices: readonly ValueChoice<CertificateKind>[] = [
    { label: l10n.t('None'), detail: problem ?? '', value: 'none' },
    { label: l10n.t('Certificate and key'), detail: l10n.t('Two PEM files'), value: 'pem' },
    { label: 'PKCS#12', detail: l10n.t('One .p12 or .pfx file'), value: 'pkcs12' },
  ];
  const blank = { none: undefined, pem: {}, pkcs12: { pkcs12File: '' } };
  const files = {
    pem: inTurn(
      certificateFileStep('certificateFile', l10n.t('Certificate file (PEM)')),
      certificateFileStep('keyFile', l10n.t('Key file (PEM)')),
    ),
    pkcs12: certificateFileStep('pkcs12File', l10n.t('Certificate file (PKCS#12)')),
  };
  return {
    placeholder: l10n.t('Use a client certificate?'),
    choices: problem === undefined ? choices : choices.slice(0, 1),
    value: kind,
    accept: (chosen) => {
      const after = withEntry(draft, { clientCertificate: chosen === kind ? current : blank[chosen] });
      return chosen === 'none' ? after : { draft: after, next: inTurn(files[chosen], secretStep('passphrase')) };
    },
  };
});

function certificateFileStep(member: 'certificateFile' | 'keyFile' | 'pkcs12File', prompt: string): Step {
  const withFile = (draft: ConnectionDraft, file: string | undefined) =>
    withEntry(draft, { clientCertificate: { ...draft.entry.clientCertificate, [member]: file } });
  return fileStep(prompt, true, ({ entry }) => entry.clientCertificate?.[member], withFile);
}

/** Creates a step that asks for a file by its path or with VS Code's dialog. */
function fileStep(
  prompt: string,
  isRequired: boolean,
  valueIn: (draft: ConnectionDraft) => string | undefined,
  withFile: (draft: ConnectionDraft, file: string | undefined) => ConnectionDraft,
): Step {
  return choiceStep<() => AnswerOutcome | Promise<AnswerOutcome>>((draft) => {
    const value = valueIn(draft);
    const accept = (file: string | undefined) => withFile(draft, file);
    const browse = async () => {
      const chosen: readonly Uri[] | undefined = await window.showOpenDialog({ title: prompt });
      return chosen?.[0] && accept(chosen[0].fsPath);
    };
    const choices = [
      ...(value ? [{ label: value, value: () => accept(value) }] : []),
      ...(isRequired ? [] : [{ label: l10n.t('None'), value: () => accept(undefined) }]),
      { label: l10n.t('Choose File…'), value: browse },
      { label: l10n.t('Enter Path…'), value: () => ({ draft, next: pathStep(prompt, value ?? '', accept) }) },
    ];
    return { placeholder: prompt, choices, value: choices[0]?.value ?? browse, accept: (act) => act() };
  });
}

function pathStep(prompt: string, value: string, accept: (file: string) => ConnectionDraft): Step {
  return textStep(() => ({
    prompt,
    placeholder: '/etc/ssl/private/kratos.pem',
    value,
    accept: (text) => {
      const path = text.trim();
      if (!isAbsolute(path)) {
        refuse(l10n.t('Enter the absolute path of the file.'));
      }
      return existsSync(path) ? accept(path) : refuse(l10n.t('The file {0} does not exist.', path));
    },
  }));
}
