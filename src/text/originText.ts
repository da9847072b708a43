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
import { numberWords } from './counts.ts';
import { locale } from './locale.ts';
import { rowTextLimit, visibleText } from './visibleText.ts';

/** How many of the earlier countries or devices a sentence names. */
const namedBefore = 3;

/** What marks cannot see; shown wherever reasons are. */
export function originsFooter(): string {
  return l10n.t('Marks compare where sessions began. Use of a stolen cookie from elsewhere leaves no trace in Kratos.');
}

/**
 * A reason as a sentence with what it was compared with: "First sign-in from NL. The 20 earlier sessions since 4 March
 * came from DE." `loaded` is given where the list is not complete; dates are local ones unless a time zone is given.
 */
export function reasonText(reason: Reason, now: Date, loaded?: Loaded, timeZone?: 'UTC'): string {
  const sentence = findingText(reason.finding, reason.baseline && baselineText(reason.baseline, now, timeZone));
  if (loaded === undefined || !comparesSessions(reason.finding)) {
    return sentence;
  }
  const compared =
    loaded.total === undefined
      ? l10n.t('Compared with the {0} loaded; there may be more.', numberWords(loaded.sessions))
      : l10n.t('Compared with the {0} loaded of {1}.', numberWords(loaded.sessions), numberWords(loaded.total));
  return `${sentence} ${compared}`;
}

/** What a mark came to: "as usual". */
export function answerText(answer: Answer): string {
  switch (answer) {
    case 'marked':
      return l10n.t('marked');
    case 'usual':
      return l10n.t('as usual');
    case 'tooLittleHistory':
      return l10n.t('too little history');
    case 'noData':
      return l10n.t('no data');
  }
}

/** Names what a mark looks for: "New country". */
export function markText(mark: Mark): string {
  switch (mark) {
    case 'country':
      return l10n.t('New country');
    case 'network':
      return l10n.t('New network');
    case 'distance':
      return l10n.t('Two places within a short time');
    case 'burst':
      return l10n.t('Several networks within a short time');
    case 'shared':
      return l10n.t('Shared with other identities');
    case 'tor':
      return l10n.t('Tor');
    case 'pause':
      return l10n.t('After a long pause');
    case 'device':
      return l10n.t('New device');
    case 'client':
      return l10n.t('Not a browser');
    case 'recovery':
      return l10n.t('Through a recovery');
    case 'assurance':
      return l10n.t('Weaker than usual');
    case 'method':
      return l10n.t('New method');
    case 'backupCode':
      return l10n.t('Backup code');
    case 'change':
      return l10n.t('Change soon after the sign-in');
  }
}

function findingText(finding: Finding, earlier = l10n.t('earlier sessions')): string {
  switch (finding.mark) {
    case 'country':
      return l10n.t(
        'First sign-in from {0}. The {1} came from {2}.',
        finding.country,
        earlier,
        listText(finding.before),
      );
    case 'network': {
      const network = finding.operator
        ? `${finding.network} (${visibleText(finding.operator, rowTextLimit)})`
        : finding.network;
      return finding.before === 1
        ? l10n.t('First sign-in from {0}; 1 other network in the {1}.', network, earlier)
        : l10n.t(
            'First sign-in from {0}; {1} other networks in the {2}.',
            network,
            numberWords(finding.before),
            earlier,
          );
    }
    case 'distance':
      return distanceText(finding);
    case 'burst':
      return l10n.t('{0} networks within {1}.', numberWords(finding.networks), spanText(finding.minutes));
    case 'shared':
      return l10n.t(
        'Also seen in sessions of {0} other identities in the last {1} h (scan of {2} sessions).',
        numberWords(finding.identities),
        numberWords(finding.hours),
        numberWords(finding.scanned),
      );
    case 'tor':
      return l10n.t('Cloudflare reports Tor (T1).');
    case 'pause':
      return l10n.t('First session for {0} days.', numberWords(finding.days));
    case 'device':
      return l10n.t(
        'First sign-in with {0}; before: {1} ({2}).',
        deviceText(finding.device),
        listText(finding.before.map(deviceText)),
        earlier,
      );
    case 'client':
      return finding.client === ''
        ? l10n.t('The request named no user agent; the {0} came from browsers.', earlier)
        : l10n.t(
            'The client calls itself {0}; the {1} came from browsers.',
            visibleText(finding.client, rowTextLimit),
            earlier,
          );
    case 'recovery':
      return recoveryText(finding.method);
    case 'assurance':
      return finding.reached === undefined
        ? l10n.t(
            'aal1, although the identity has a second factor ({0}); most of the {1} reached aal2.',
            finding.secondFactors.join(', '),
            earlier,
          )
        : l10n.t('aal1; the {0} sessions before reached aal2.', numberWords(finding.reached));
    case 'method':
      return l10n.t('First sign-in with {0}; not used in the {1}.', methodText(finding.method), earlier);
    case 'backupCode':
      return l10n.t('A backup code was used.');
    case 'change':
      return changeText(finding.what, finding.minutes);
  }
}

/** "20 earlier sessions since 4 March"; with the year where it is another one. */
function baselineText({ sessions, since }: Baseline, now: Date, timeZone: 'UTC' | undefined): string {
  const moment = new Date(since);
  const yearOf = (date: Date) => (timeZone === 'UTC' ? date.getUTCFullYear() : date.getFullYear());
  const isThisYear = yearOf(moment) === yearOf(now);
  const date = dateFormat(isThisYear ? { ...dayAndMonth, timeZone } : { ...dayAndMonth, year: 'numeric', timeZone });
  return l10n.t('{0} earlier sessions since {1}', numberWords(sessions), date.format(moment));
}

const dayAndMonth = { day: 'numeric', month: 'long' } as const;
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Formats are cached: creating and collecting one for each reason of 10,000 origins blocks for 100 ms at a time. */
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // The sentences are written for the day before the month.
  const language = locale() === 'en' ? 'en-GB' : locale();
  const key = `${language} ${options.year} ${options.timeZone}`;
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(language, options);
  dateFormats.set(key, format);
  return format;
}

function distanceText({ minutes, isAfter, country, kilometres }: Extract<Finding, { mark: 'distance' }>): string {
  const place = country ?? l10n.t('an unknown country');
  if (kilometres !== undefined) {
    return isAfter
      ? l10n.t('{0} after a sign-in {1} km away ({2}).', minutesText(minutes), numberWords(kilometres), place)
      : l10n.t('{0} before a sign-in {1} km away ({2}).', minutesText(minutes), numberWords(kilometres), place);
  }
  return isAfter
    ? l10n.t('{0} after a sign-in from {1}.', minutesText(minutes), place)
    : l10n.t('{0} before a sign-in from {1}.', minutesText(minutes), place);
}

function recoveryText(method: string): string {
  switch (method) {
    case 'code_recovery':
      return l10n.t('Signed in with a recovery code, not with a credential.');
    case 'link_recovery':
      return l10n.t('Signed in with a recovery link, not with a credential.');
    default:
      return l10n.t('Signed in with {0}, not with a credential.', visibleText(method, rowTextLimit));
  }
}

function changeText(what: 'password' | 'totp' | 'address', minutes: number): string {
  switch (what) {
    case 'password':
      return l10n.t('The password credential was last written {0} after this sign-in.', minutesText(minutes));
    case 'totp':
      return l10n.t('The totp credential was last written {0} after this sign-in.', minutesText(minutes));
    case 'address':
      return l10n.t('An address was added {0} after this sign-in.', minutesText(minutes));
  }
}

/** "oidc (github)" of "oidc github". */
function methodText(method: string): string {
  const [name = '', ...provider] = visibleText(method, rowTextLimit).split(' ');
  return provider.length === 0 ? name : `${name} (${provider.join(' ')})`;
}

/** "Firefox on Linux". */
export function deviceText({ client, system }: DeviceFamily): string {
  if (client === '') {
    return l10n.t('No user agent');
  }
  const name = visibleText(client, rowTextLimit);
  return system === undefined ? name : l10n.t('{0} on {1}', name, visibleText(system, rowTextLimit));
}

function minutesText(minutes: number): string {
  return minutes === 1 ? l10n.t('1 minute') : l10n.t('{0} minutes', numberWords(minutes));
}

/** "45 min", "2 h 10 min". */
function spanText(minutes: number): string {
  return minutes < 60 ? l10n.t('{0} min', minutes) : l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

function listText(texts: readonly string[]): string {
  const named = texts.slice(0, namedBefore).join(', ');
  const more = texts.length - namedBefore;
  return more > 0 ? l10n.t('{0} and {1} more', named, numberWords(more)) : named;
}
