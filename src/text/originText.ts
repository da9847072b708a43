import { l10n } from 'vscode';
import type { DeviceFamily } from '../core/origins/deviceFamily.ts';
import {
  type Answer,
  type Baseline,
  comparesSessions,
  type Finding,
  type Loaded,
  type Mark,
  type Reason,
} from '../core/origins/reason.ts';
import { listText, numberWords } from './counts.ts';
import { dateFormat, dayFirstLocale } from './relativeTime.ts';
import { shortText } from './visibleText.ts';

/** How many of the earlier countries or devices a sentence names. */
const namedBefore = 3;

/** What marks cannot see; shown wherever reasons are. */
export function originsFooter(): string {
  return l10n.t('Marks compare where sessions began. Use of a stolen cookie from elsewhere leaves no trace in Kratos.');
}

/**
 * Describes a reason and what it was compared with: "First sign-in from NL. The 20 earlier sessions since 4 March came
 * from DE." `loaded` is given where the list is not complete; dates are local ones unless a time zone is given.
 */
export function reasonText(reason: Reason, now: Date, loaded?: Loaded, timeZone?: 'UTC'): string {
  const { finding, baseline } = reason;
  const earlier = baseline === undefined ? l10n.t('earlier sessions') : baselineText(baseline, now, timeZone);
  const text = findingTexts[finding.mark] as (found: Finding, earlier: string) => string;
  const sentence = text(finding, earlier);
  if (loaded === undefined || !comparesSessions(finding)) {
    return sentence;
  }
  const compared =
    loaded.total === undefined
      ? l10n.t('Compared with the {0} loaded; there may be more.', numberWords(loaded.sessions))
      : l10n.t('Compared with the {0} loaded of {1}.', numberWords(loaded.sessions), numberWords(loaded.total));
  return `${sentence} ${compared}`;
}

const answerTexts: Readonly<Record<Answer, () => string>> = {
  marked: () => l10n.t('marked'),
  usual: () => l10n.t('as usual'),
  tooLittleHistory: () => l10n.t('too little history'),
  noData: () => l10n.t('no data'),
};

/** Names the result of a mark: "as usual". */
export function answerText(answer: Answer): string {
  return answerTexts[answer]();
}

const markTexts: Readonly<Record<Mark, () => string>> = {
  country: () => l10n.t('New country'),
  network: () => l10n.t('New network'),
  distance: () => l10n.t('Two places within a short time'),
  burst: () => l10n.t('Several networks within a short time'),
  shared: () => l10n.t('Shared with other identities'),
  tor: () => l10n.t('Tor'),
  pause: () => l10n.t('After a long pause'),
  device: () => l10n.t('New device'),
  client: () => l10n.t('Not a browser'),
  recovery: () => l10n.t('Through a recovery'),
  assurance: () => l10n.t('Weaker than usual'),
  method: () => l10n.t('New method'),
  backupCode: () => l10n.t('Backup code'),
  change: () => l10n.t('Change soon after the sign-in'),
};

/** Names what a mark looks for: "New country". */
export function markText(mark: Mark): string {
  return markTexts[mark]();
}

/** `earlier` names what was compared: "20 earlier sessions since 4 March". */
const findingTexts: {
  readonly [Kind in Mark]: (finding: Extract<Finding, { readonly mark: Kind }>, earlier: string) => string;
} = {
  country: ({ country, before }, earlier) =>
    l10n.t('First sign-in from {0}. The {1} came from {2}.', country, earlier, listText(before, namedBefore)),
  network: ({ network, operator, before }, earlier) => {
    const name = operator ? `${network} (${shortText(operator)})` : network;
    return before === 1
      ? l10n.t('First sign-in from {0}; 1 other network in the {1}.', name, earlier)
      : l10n.t('First sign-in from {0}; {1} other networks in the {2}.', name, numberWords(before), earlier);
  },
  distance: ({ minutes, isAfter, country, kilometres }) => {
    const [time, place] = [minutesText(minutes), country ?? l10n.t('an unknown country')];
    if (kilometres === undefined) {
      return isAfter
        ? l10n.t('{0} after a sign-in from {1}.', time, place)
        : l10n.t('{0} before a sign-in from {1}.', time, place);
    }
    return isAfter
      ? l10n.t('{0} after a sign-in {1} km away ({2}).', time, numberWords(kilometres), place)
      : l10n.t('{0} before a sign-in {1} km away ({2}).', time, numberWords(kilometres), place);
  },
  burst: ({ networks, minutes }) => l10n.t('{0} networks within {1}.', numberWords(networks), spanText(minutes)),
  shared: ({ identities, hours, scanned }) =>
    l10n.t(
      'Also seen in sessions of {0} other identities in the last {1} h (scan of {2} sessions).',
      numberWords(identities),
      numberWords(hours),
      numberWords(scanned),
    ),
  tor: () => l10n.t('Cloudflare reports Tor (T1).'),
  pause: ({ days }) => l10n.t('First session for {0} days.', numberWords(days)),
  device: ({ device, before }, earlier) =>
    l10n.t(
      'First sign-in with {0}; before: {1} ({2}).',
      deviceText(device),
      listText(before.map(deviceText), namedBefore),
      earlier,
    ),
  client: ({ client }, earlier) => {
    const name = shortText(client);
    return name === ''
      ? l10n.t('The request named no user agent; the {0} came from browsers.', earlier)
      : l10n.t('The client calls itself {0}; the {1} came from browsers.', name, earlier);
  },
  recovery: ({ method }) => {
    switch (method) {
      case 'code_recovery':
        return l10n.t('Signed in with a recovery code, not with a credential.');
      case 'link_recovery':
        return l10n.t('Signed in with a recovery link, not with a credential.');
      default:
        return l10n.t('Signed in with {0}, not with a credential.', shortText(method));
    }
  },
  assurance: ({ reached, secondFactors }, earlier) =>
    reached === undefined
      ? l10n.t(
          'aal1, although the identity has a second factor ({0}); most of the {1} reached aal2.',
          secondFactors.join(', '),
          earlier,
        )
      : l10n.t('aal1; the {0} sessions before reached aal2.', numberWords(reached)),
  method: ({ method }, earlier) => l10n.t('First sign-in with {0}; not used in the {1}.', methodText(method), earlier),
  backupCode: () => l10n.t('A backup code was used.'),
  change: ({ what, minutes }) => {
    switch (what) {
      case 'password':
        return l10n.t('The password credential was last written {0} after this sign-in.', minutesText(minutes));
      case 'totp':
        return l10n.t('The totp credential was last written {0} after this sign-in.', minutesText(minutes));
      case 'address':
        return l10n.t('An address was added {0} after this sign-in.', minutesText(minutes));
    }
  },
};

/** "20 earlier sessions since 4 March"; with the year where it is another one. */
function baselineText({ sessions, since }: Baseline, now: Date, timeZone: 'UTC' | undefined): string {
  const moment = new Date(since);
  const yearOf = (date: Date) => (timeZone === 'UTC' ? date.getUTCFullYear() : date.getFullYear());
  const isThisYear = yearOf(moment) === yearOf(now);
  const year = isThisYear ? undefined : 'numeric';
  // The sentences are written for the day before the month.
  const date = dateFormat({ day: 'numeric', month: 'long', year, timeZone }, dayFirstLocale());
  return l10n.t('{0} earlier sessions since {1}', numberWords(sessions), date.format(moment));
}

/** Returns "oidc (github)" for "oidc github". */
function methodText(method: string): string {
  const [name = '', ...provider] = shortText(method).split(' ');
  return provider.length === 0 ? name : `${name} (${provider.join(' ')})`;
}

/** "Firefox on Linux". */
export function deviceText({ client, system }: DeviceFamily): string {
  if (client === '') {
    return l10n.t('No user agent');
  }
  const name = shortText(client);
  return system === undefined ? name : l10n.t('{0} on {1}', name, shortText(system));
}

function minutesText(minutes: number): string {
  return minutes === 1 ? l10n.t('1 minute') : l10n.t('{0} minutes', numberWords(minutes));
}

/** "45 min", "2 h 10 min". */
function spanText(minutes: number): string {
  return minutes < 60 ? l10n.t('{0} min', minutes) : l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
