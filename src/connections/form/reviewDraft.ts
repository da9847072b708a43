import { l10n, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import { authenticationSteps } from './askAuthentication.ts';
import { certificateSteps, tlsSteps } from './askCertificates.ts';
import { labelTraitsStep, pageSizeStep, rateLimitStep, writableStep } from './askDetails.ts';
import { environmentSteps } from './askEnvironment.ts';
import { proxySteps } from './askProxy.ts';
import { type Draft, entryProblem } from './connectionDraft.ts';
import { runForm, type Step } from './formSteps.ts';
import { askForChoice } from './questions.ts';

interface ReviewRow extends QuickPickItem {
  /** The questions that this row leads to; undefined for "Check and Save". */
  readonly steps: ((draft: Draft) => readonly Step[]) | undefined;
}

/**
 * Creates a step that lists all of the draft and lets the user change each part, until it is to be checked and saved.
 */
export function reviewStep(nameAndAddress: { readonly name: Step; readonly address: Step }): Step {
  return async (start, place) => {
    let draft = start;
    let active = 0;
    for (;;) {
      const rows = reviewRows(draft, nameAndAddress);
      const placeholder = l10n.t('Check and save, or select what to change');
      const answer = await askForChoice(placeholder, rows, rows[active], place);
      if (answer.kind !== 'accepted') {
        return answer;
      }
      const { steps } = answer.value;
      if (steps === undefined) {
        return { kind: 'done', draft };
      }
      active = rows.indexOf(answer.value);
      const changed = await runForm({ title: place.title, steps, canGoBack: true }, draft);
      if (changed.kind === 'dismissed') {
        return changed;
      }
      if (changed.kind === 'done') {
        const problem = entryProblem(changed.draft.entry);
        if (problem === undefined) {
          draft = changed.draft;
          active = 0;
        } else {
          await window.showWarningMessage(problem, { modal: true });
        }
      }
    }
  };
}

function reviewRows(
  { entry }: Draft,
  nameAndAddress: { readonly name: Step; readonly address: Step },
): readonly ReviewRow[] {
  const row = (label: string, description: string | undefined, steps: ReviewRow['steps']): ReviewRow => ({
    label,
    description: description ?? '',
    steps,
  });
  const { clientCertificate } = entry;
  return [
    { label: l10n.t('Check and Save'), iconPath: new ThemeIcon('check'), steps: undefined },
    { label: l10n.t('Change'), kind: QuickPickItemKind.Separator, steps: undefined },
    row(l10n.t('Name'), entry.name, () => [nameAndAddress.name]),
    row(l10n.t('Address'), entry.url, () => [nameAndAddress.address]),
    row(l10n.t('Authentication'), authenticationWords(entry.authentication), authenticationSteps),
    row(l10n.t('Environment'), environmentWords(entry), environmentSteps),
    row(l10n.t('Changes'), entry.writable === true ? l10n.t('May be unlocked') : l10n.t('Read-only'), () => [
      writableStep,
    ]),
    { label: l10n.t('More'), kind: QuickPickItemKind.Separator, steps: undefined },
    row(
      l10n.t('Client certificate'),
      clientCertificate === undefined
        ? l10n.t('None')
        : (clientCertificate.pkcs12File ?? clientCertificate.certificateFile),
      certificateSteps,
    ),
    row(l10n.t('Server certificate'), tlsWords(entry.tls), tlsSteps),
    row(l10n.t('Proxy'), proxyWords(entry.proxy), proxySteps),
    row(l10n.t('Rate limit'), entry.rateLimit ?? 'auto', () => [rateLimitStep]),
    row(l10n.t('Page size'), entry.pageSize?.toString() ?? asInSettings(), () => [pageSizeStep]),
    row(l10n.t('Identity names'), entry.labelTraits?.join(', ') ?? asInSettings(), () => [labelTraitsStep]),
  ];
}

function asInSettings(): string {
  return l10n.t('From the settings');
}

function environmentWords({ environment, production }: Draft['entry']): string {
  const names = [environment?.name, production === true ? l10n.t('production') : undefined];
  const distinct = [...new Set(names.filter((name) => name !== undefined))];
  return distinct.length === 0 ? l10n.t('None') : distinct.join(' · ');
}

function tlsWords(tls: Draft['entry']['tls']): string {
  if (tls?.verify === false) {
    return l10n.t('Not checked');
  }
  return [l10n.t('Checked'), tls?.caFile, tls?.serverName].filter((part) => part !== undefined).join(' · ');
}

function proxyWords(proxy: string | undefined): string {
  switch (proxy) {
    case undefined:
    case 'automatic':
      return l10n.t('Automatic');
    case 'none':
      return l10n.t('None');
    case 'vscode':
      return l10n.t('Through VS Code');
    default:
      return proxy;
  }
}

function authenticationWords(authentication: Draft['entry']['authentication']): string {
  switch (authentication?.type) {
    case 'bearer':
      return l10n.t('API key');
    case 'basic':
      return l10n.t('User name and password ({0})', authentication.username);
    case 'headers':
      return l10n.t('Headers ({0})', authentication.headers.map(({ name }) => name).join(', '));
    case 'none':
    case undefined:
      return l10n.t('None');
  }
}
