import { l10n, QuickPickItemKind, ThemeIcon } from 'vscode';
import { secretWords } from '../../text/failureText.ts';
import { factLine, rowText } from '../../text/visibleText.ts';
import { isSecretOf, placesWithProxy } from '../secrets/secretPlaces.ts';
import type { HeaderEntry } from '../settings/connectionEntry.ts';
import { serverOptions } from '../settings/serverOptions.ts';
import { authenticationLabels, authenticationStep } from './askAuthentication.ts';
import { clientCertificateStep, tlsStep } from './askCertificates.ts';
import { labelTraitsStep, pageSizeStep, rateLimitStep, writableStep } from './askDetails.ts';
import { environmentStep } from './askEnvironment.ts';
import { addressStep, withAddress } from './askNameAndAddress.ts';
import { proxyStep } from './askProxy.ts';
import { placeStep } from './askSecret.ts';
import { type CheckParts, checkDraft } from './checkDraft.ts';
import { type ConnectionDraft, isUsable, neededSecrets } from './connectionDraft.ts';
import { choiceStep, type Step, type StepResult, type ValueChoice } from './questions.ts';

/** What the form does when a row of the list is selected. */
type Act = 'save' | 'saveAnyway' | 'discard' | Step | undefined;

/** A property, its value in words, and the step that changes it. */
type Property = readonly [label: string, value: string, step: Step];

/**
 * Lists all properties with their values and changes the one that is picked, until the list is saved or closed. Checks
 * the server if the changes may affect how it is reached.
 */
export async function editProperties(
  parts: CheckParts,
  title: string,
  saved: ConnectionDraft,
  start: ConnectionDraft,
  nameStep: Step,
): Promise<StepResult> {
  const address = (suggested?: string) => addressStep(withAddress, suggested);
  const place = { title, canGoBack: true };
  const propertiesOf = (draft: ConnectionDraft) => properties(parts, draft, nameStep, address());
  let draft = start;
  let failed: ConnectionDraft | undefined;
  for (;;) {
    const first = [
      row(l10n.t('Save'), 'check', 'save'),
      ...(failed === draft ? [row(l10n.t('Save Anyway'), 'save', 'saveAnyway')] : []),
      ...(draft === saved ? [] : [row(l10n.t('Discard Changes'), 'discard', 'discard')]),
    ];
    const act = await pickAct(title, draft, [...first, ...propertyRows(propertiesOf(draft), propertiesOf(saved))]);
    if (act === undefined || act === 'saveAnyway') {
      return { kind: act === undefined ? 'dismissed' : 'done', draft };
    }
    if (act === 'discard') {
      draft = saved;
    } else if (act !== 'save') {
      const changed = await act(draft, place);
      draft = changed.kind === 'done' && (await isUsable(changed.draft)) ? changed.draft : draft;
    } else if (routeKey(draft) === routeKey(saved)) {
      return { kind: 'done', draft };
    } else {
      const checked = await checkDraft(parts, draft, place, address);
      if (checked.kind === 'done') {
        return checked;
      }
      failed = draft;
    }
  }
}

/** Returns a text that is equal for drafts that reach their server in the same way. */
function routeKey(draft: ConnectionDraft): string {
  return JSON.stringify([serverOptions(draft.entry), neededSecrets(draft)]);
}

async function pickAct(title: string, draft: ConnectionDraft, choices: readonly ValueChoice<Act>[]): Promise<Act> {
  let act: Act;
  const accept = (chosen: Act) => {
    act = chosen;
    return draft;
  };
  const placeholder = l10n.t('Select what to change, then save');
  await choiceStep<Act>(() => ({ placeholder, choices, value: 'save', accept }))(draft, { title, canGoBack: false });
  return act;
}

function row(label: string, icon: string, value: Act): ValueChoice<Act> {
  return { label, iconPath: new ThemeIcon(icon), value };
}

function propertyRows(current: readonly Property[], saved: readonly Property[]): readonly ValueChoice<Act>[] {
  return [
    { label: l10n.t('Properties'), kind: QuickPickItemKind.Separator, value: undefined },
    ...current.map(([label, value, step]) => {
      const isSaved = saved.some((one) => one[0] === label && one[1] === value);
      return { label, description: rowText(isSaved ? value : l10n.t('{0} (not saved)', value)), value: step };
    }),
  ];
}

function properties(parts: CheckParts, draft: ConnectionDraft, nameStep: Step, address: Step): readonly Property[] {
  const { clientCertificate, environment, labelTraits, name, pageSize, production, ...entry } = draft.entry;
  const none = l10n.t('None');
  const { proxy = 'automatic', tls, url } = entry;
  const proxyWords: Record<string, string> = {
    automatic: l10n.t('Automatic'),
    none,
    vscode: l10n.t('Through VS Code'),
  };
  const { authentication = { type: 'none' } } = entry;
  const authenticationWords = factLine([
    authenticationLabels[authentication.type],
    authentication.type === 'basic' ? authentication.username : '',
    authentication.type === 'headers' ? authentication.headers.map(headerWords).join(', ') : '',
  ]);
  const inSettings = l10n.t('From the settings');
  const secrets = placesWithProxy(serverOptions(draft.entry), parts.settings.network()).map((place): Property => {
    const isSet = draft.secrets.some((secret) => isSecretOf(place, secret));
    const label = l10n.t('Secret: {0}', secretWords(place.name));
    return [label, isSet ? l10n.t('set') : l10n.t('not set'), placeStep(place)];
  });
  const productionWords = production === true && environment?.name !== 'production' ? l10n.t('production') : '';
  const environmentWords = factLine([environment?.name, productionWords, environment?.color]);
  const certificateFiles = [
    clientCertificate?.pkcs12File,
    clientCertificate?.certificateFile,
    clientCertificate?.keyFile,
  ];
  const verifyWords = tls?.verify === false ? l10n.t('Not checked') : l10n.t('Checked');
  return [
    [l10n.t('Name'), name, nameStep],
    [l10n.t('Address'), url, address],
    [l10n.t('Authentication'), authenticationWords, authenticationStep],
    ...secrets,
    [l10n.t('Environment'), environmentWords || none, environmentStep],
    [l10n.t('Changes'), entry.writable === true ? l10n.t('May be unlocked') : l10n.t('Read-only'), writableStep],
    [l10n.t('Client certificate'), factLine(certificateFiles) || none, clientCertificateStep],
    [l10n.t('Server certificate'), factLine([verifyWords, tls?.caFile, tls?.serverName]), tlsStep],
    [l10n.t('Proxy'), proxyWords[proxy] ?? proxy, proxyStep],
    [l10n.t('Rate limit'), entry.rateLimit ?? 'auto', rateLimitStep],
    [l10n.t('Page size'), pageSize?.toString() ?? inSettings, pageSizeStep],
    [l10n.t('Identity names'), labelTraits?.join(', ') ?? inSettings, labelTraitsStep],
  ];
}

function headerWords({ name, value }: HeaderEntry): string {
  return value === undefined ? name : `${name}: ${value}`;
}
