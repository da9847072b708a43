import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { l10n, type QuickPickItem, type Uri, window } from 'vscode';
import { secretStep } from './askAuthentication.ts';
import { type Draft, withEntry } from './connectionDraft.ts';
import { budgetTiers, type ConnectionEntry } from './connectionEntry.ts';
import type { Step } from './formSteps.ts';
import { askForChoice, askForText } from './inputStep.ts';
import { pageSizeProblem } from './parseConnections.ts';
import { serverOptions } from './serverOptions.ts';

interface ValueChoice<Value> extends QuickPickItem {
  readonly value: Value;
}

/** A step that asks for one of a few values; `read` and `write` say where in the entry it is. */
function choiceStep<Value>(
  placeholder: () => string,
  choices: (draft: Draft) => readonly ValueChoice<Value>[],
  read: (entry: ConnectionEntry) => Value,
  write: (entry: ConnectionEntry, value: Value) => Partial<ConnectionEntry>,
): Step {
  return async (draft, place) => {
    const items = choices(draft);
    const answer = await askForChoice({
      ...place,
      placeholder: placeholder(),
      choices: items,
      active: items.find(({ value }) => value === read(draft.entry)),
    });
    return answer.kind === 'accepted'
      ? { kind: 'done', draft: withEntry(draft, write(draft.entry, answer.choice.value)) }
      : answer;
  };
}

/** A step that asks for a line; what it means for the entry must leave the entry a right one. Empty takes it away. */
function textStep(
  words: () => { readonly prompt: string; readonly placeholder: string },
  read: (entry: ConnectionEntry) => string,
  write: (entry: ConnectionEntry, text: string | undefined) => Partial<ConnectionEntry>,
  problemOf: (text: string) => string | undefined = () => undefined,
): Step {
  return async (draft, place) => {
    const after = (text: string) => withEntry(draft, write(draft.entry, text.trim() === '' ? undefined : text.trim()));
    const answer = await askForText({
      ...place,
      ...words(),
      value: read(draft.entry),
      problem: (text) => problemOf(text.trim()) ?? entryProblem(after(text).entry),
    });
    return answer.kind === 'accepted' ? { kind: 'done', draft: after(answer.text) } : answer;
  };
}

function entryProblem(entry: ConnectionEntry): string | undefined {
  const read = serverOptions(entry);
  return read.kind === 'unusable' ? read.problem : undefined;
}

export const writableStep = choiceStep<true | undefined>(
  () => l10n.t('May changes be made through this connection?'),
  () => [
    { label: l10n.t('Read-only'), detail: l10n.t('Nothing on the server is changed'), value: undefined },
    { label: l10n.t('Writable'), value: true },
  ],
  ({ writable }) => writable || undefined,
  (_entry, writable) => ({ writable }),
);

export const budgetStep = choiceStep(
  () => l10n.t('How many requests does the server allow?'),
  () =>
    budgetTiers.map((tier) => ({
      label: tier,
      value: tier === 'learnt' ? undefined : tier,
      detail: tierWords(tier),
    })),
  ({ budget }) => (budget === 'learnt' ? undefined : budget),
  (_entry, budget) => ({ budget }),
);

function tierWords(tier: (typeof budgetTiers)[number]): string {
  switch (tier) {
    case 'learnt':
      return l10n.t('Heeds what the server’s answers say of limits');
    case 'unlimited':
      return l10n.t('A server of your own');
    case 'staging':
      return l10n.t('Ory Network: staging and development environments of paid projects');
    default:
      return l10n.t('Ory Network: the project’s plan');
  }
}

export const pageSizeStep = textStep(
  () => ({
    prompt: l10n.t('How many identities or sessions one page holds (10 to 250); empty for the setting’s'),
    placeholder: '',
  }),
  ({ pageSize }) => String(pageSize ?? ''),
  (_entry, text) => ({ pageSize: text === undefined ? undefined : Number(text) }),
  (text) => (text === '' ? undefined : pageSizeProblem(Number(text))),
);

export const labelTraitsStep = textStep(
  () => ({
    prompt: l10n.t('Traits to name an identity by, with commas between them; empty for the setting’s'),
    placeholder: 'name.full, name.first+name.last',
  }),
  ({ labelTraits }) => (labelTraits ?? []).join(', '),
  (_entry, text) => ({
    labelTraits: text
      ?.split(',')
      .map((path) => path.trim())
      .filter((path) => path !== ''),
  }),
);

/** Which way to the server, then the proxy's address where it is one of its own, then its password where it has a user. */
export function proxySteps({ entry }: Draft): readonly Step[] {
  const proxy = entry.proxy ?? 'automatic';
  return ['automatic', 'none', 'vscode'].includes(proxy)
    ? [proxyKindStep]
    : [proxyKindStep, proxyAddressStep, secretStep('proxyPassword')];
}

/** In place of an address, until the next step has asked for one. */
const proxyToAsk = 'http://';

const proxyKindStep = choiceStep<string | undefined>(
  () => l10n.t('Which way leads to the server?'),
  ({ entry }) => {
    const own = isAddress(entry.proxy) ? entry.proxy : proxyToAsk;
    const ways: readonly ValueChoice<string | undefined>[] = [
      {
        label: l10n.t('Automatic'),
        detail: l10n.t('As VS Code’s settings (http.proxy) and the environment (HTTPS_PROXY, NO_PROXY) say'),
        value: undefined,
      },
      { label: l10n.t('No proxy'), value: 'none' },
      { label: l10n.t('This proxy…'), detail: l10n.t('With an address of its own'), value: own },
    ];
    const throughVsCode = {
      label: l10n.t('Through VS Code'),
      detail: l10n.t('For PAC files and system log-ins; client certificates and TLS options are not available there'),
      value: 'vscode',
    };
    return entryProblem({ ...entry, proxy: 'vscode' }) === undefined ? [...ways, throughVsCode] : ways;
  },
  ({ proxy }) => (proxy === 'automatic' ? undefined : proxy),
  (_entry, proxy) => ({ proxy }),
);

const proxyAddressStep = textStep(
  () => ({
    prompt: l10n.t('Address of the proxy, with the user name if it wants a log-in; its password is asked for next'),
    placeholder: 'http://ada@proxy.example.org:3128',
  }),
  ({ proxy }) => (proxy === undefined || proxy === proxyToAsk ? '' : proxy),
  (_entry, text) => ({ proxy: text ?? proxyToAsk }),
);

function isAddress(proxy: string | undefined): proxy is string {
  return proxy !== undefined && /^https?:/i.test(proxy);
}

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

const certificateKindStep = choiceStep<'none' | 'pem' | 'pkcs12'>(
  () => l10n.t('Does this machine show the server a certificate?'),
  ({ entry }) => [
    {
      label: l10n.t('None'),
      ...(entry.proxy === 'vscode' ? { detail: l10n.t('Through VS Code’s own network none is available') } : {}),
      value: 'none',
    },
    ...(entry.proxy === 'vscode'
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

/** Asks for a file by its path, or by VS Code's own dialog. */
function fileStep(
  placeholder: () => string,
  read: (entry: ConnectionEntry) => string | undefined,
  write: (entry: ConnectionEntry, file: string | undefined) => Partial<ConnectionEntry>,
  { needed = false } = {},
): Step {
  return async (draft, place) => {
    const current = read(draft.entry);
    const done = (file: string | undefined) =>
      ({ kind: 'done', draft: withEntry(draft, write(draft.entry, file)) }) as const;
    for (;;) {
      const choices: (QuickPickItem & { readonly does: 'keep' | 'none' | 'browse' | 'type' })[] = [
        ...(current ? [{ label: current, does: 'keep' as const }] : []),
        ...(needed ? [] : [{ label: l10n.t('None'), does: 'none' as const }]),
        { label: l10n.t('Choose a file…'), does: 'browse' },
        { label: l10n.t('Type its path…'), does: 'type' },
      ];
      const answer = await askForChoice({ ...place, placeholder: placeholder(), choices, active: choices[0] });
      if (answer.kind !== 'accepted') {
        return answer;
      }
      switch (answer.choice.does) {
        case 'keep':
          return done(current);
        case 'none':
          return done(undefined);
        case 'browse': {
          const chosen: readonly Uri[] | undefined = await window.showOpenDialog({ title: placeholder() });
          const file = chosen?.[0]?.fsPath;
          if (file !== undefined) {
            return done(file);
          }
          break;
        }
        case 'type': {
          const typed = await typedPath(draft, placeholder(), current ?? '', place);
          if (typed.kind === 'dismissed') {
            return typed;
          }
          if (typed.kind === 'accepted') {
            return done(typed.text.trim());
          }
          break;
        }
      }
    }
  };
}

async function typedPath(_draft: Draft, prompt: string, value: string, place: Parameters<Step>[1]) {
  let tried = value;
  for (;;) {
    const answer = await askForText({
      ...place,
      canGoBack: true,
      prompt,
      placeholder: '/etc/ssl/private/kratos.pem',
      value: tried,
      problem: (text) => (isAbsolute(text.trim()) ? undefined : l10n.t('Give the absolute path of the file.')),
    });
    if (answer.kind !== 'accepted' || (await isFile(answer.text.trim()))) {
      return answer;
    }
    tried = answer.text.trim();
    await window.showWarningMessage(l10n.t('There is no file {0}.', tried), { modal: true });
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}
