import { l10n } from 'vscode';
import { connectionColorId, labelTraitsOf } from '../../../connections/connectionFacts.ts';
import { exactText } from '../../../core/kratos/json/exactJson.ts';
import { createdAt } from '../../../core/kratos/moments.ts';
import type { AuthenticationMethod, Device, Session } from '../../../core/kratos/session.ts';
import { type SessionStatus, sessionStatus } from '../../../core/kratos/sessionStatus.ts';
import { prettyJson } from '../../../files/prettyJson.ts';
import { numberWords } from '../../../text/counts.ts';
import { deviceName } from '../../../text/deviceName.ts';
import { identityIdentifier, identityName } from '../../../text/identityName.ts';
import { methodWords } from '../../../text/sessionWords.ts';
import { shortText, visibleText } from '../../../text/visibleText.ts';
import type {
  DeviceModel,
  Factor,
  LabelledMoment,
  SessionModel,
  StatusModel,
  Timeline,
} from '../../protocol/sessionModel.ts';
import { connectionText, momentValue, shownValue } from '../values.ts';
import { describeIdentity } from './describeIdentity.ts';
import { sessionIdentity } from './sessionIdentity.ts';
import type { PanelFacts } from './sessionReading.ts';

const jsonLimit = 200_000;
/** The indentation of deeply nested JSON may be many times as long as the text. */
const longestPretty = 5 * jsonLimit;

/** Describes the session; `labelTraits` is the setting. */
export function describeSession(
  session: Session,
  facts: PanelFacts,
  labelTraits: readonly string[],
  now: Date,
): SessionModel {
  const { connection, identityId, identityState, otherSessions } = facts;
  const identity = sessionIdentity(session, facts.identity);
  const name = identity && identityName(identity, labelTraitsOf(connection, labelTraits));
  const byline = [
    name,
    name && identityIdentifier(identity, name),
    connectionText(connection, facts.ref.connectionId, facts.isUnlocked),
  ];
  const status = sessionStatus(session, now, identityState);
  const endLabel = status.kind === 'expired' ? l10n.t('Expired') : l10n.t('Expires');
  return {
    headline: headline(session),
    status: describeStatus(status),
    byline: byline.filter((part) => part !== undefined),
    connectionColor: connectionColorId(connection),
    timeline: timeline(session, endLabel),
    times: times(session, endLabel),
    aal: shownValue(session.aal),
    factors: session.methods.map(describeFactor),
    devices: session.devices.map(describeDevice),
    identity: describeIdentity(identityId, identity && exactText(identity.json)),
    otherSessions: otherSessionsWords(otherSessions),
    json: describeJson(session),
  };
}

/** Returns the title of the tab, which is also the heading of the panel. */
export function sessionTitle(session: Session): string {
  return deviceName(session.devices[0]?.userAgent);
}

function describeStatus(status: SessionStatus): StatusModel {
  const { kind } = status;
  switch (kind) {
    case 'active': {
      const at = status.expiresAt?.getTime();
      const text = at === undefined ? l10n.t('Active, without an expiry') : l10n.t('Active, expires {0}', '{when}');
      return { kind, text, at, why: undefined };
    }
    case 'expired':
      return { kind, text: l10n.t('Expired {0}', '{when}'), at: status.at.getTime(), why: undefined };
    case 'revoked': {
      const why = l10n.t(
        'Revoked by an administrator or signed out by the user. The server does not record which, or when.',
      );
      return { kind, text: l10n.t('Revoked or signed out'), at: undefined, why };
    }
    case 'expiredOrRevoked': {
      const why = l10n.t(
        'Its expiry is only minutes away, and the clocks of the server and of this machine may differ by as much.',
      );
      return { kind, text: l10n.t('Expired or revoked'), at: undefined, why };
    }
    case 'identityInactive': {
      const why = l10n.t(
        'It can be used again once the identity is enabled, unless it was also revoked, which the server does not report while the identity is disabled.',
      );
      return { kind, text: l10n.t('Not active: the identity is disabled'), at: undefined, why };
    }
  }
}

function times(session: Session, endLabel: string): LabelledMoment[] {
  const issued = momentValue(session.issuedAt);
  const authenticated = momentValue(session.authenticatedAt);
  // Signing in sets both at once; a second factor or a renewed sign-in moves the second.
  const again = authenticated !== undefined && authenticated.at !== issued?.at;
  return [
    { label: l10n.t('Signed in'), moment: issued },
    ...(again ? [{ label: l10n.t('Last authenticated'), moment: authenticated }] : []),
    { label: endLabel, moment: momentValue(session.expiresAt) },
  ];
}

function timeline(session: Session, endLabel: string): Timeline | undefined {
  const marks = session.methods.flatMap((method) => {
    const at = momentValue(method.completedAt)?.at;
    return at === undefined ? [] : [{ at, label: methodWords(method) }];
  });
  const issued = momentValue(session.issuedAt)?.at ?? momentValue(session.authenticatedAt)?.at;
  const end = momentValue(session.expiresAt)?.at;
  if (issued === undefined || end === undefined) {
    return undefined;
  }
  // A method completes a moment before the session is issued.
  const start = Math.min(issued, ...marks.map(({ at }) => at));
  return start < end ? { start, end, endLabel, marks: marks.filter(({ at }) => at <= end) } : undefined;
}

function describeFactor(method: AuthenticationMethod): Factor {
  return {
    method: shownValue(method.method) ?? { text: '""', exact: '' },
    aal: shownValue(method.aal),
    completed: momentValue(method.completedAt),
    provider: shownValue(method.provider),
    organization: shownValue(method.organization),
  };
}

function describeDevice(device: Device): DeviceModel {
  const name = deviceName(device.userAgent);
  return {
    name: { text: name, exact: name },
    ip: shownValue(device.ipAddress),
    location: shownValue(device.location),
    userAgent: shownValue(device.userAgent),
  };
}

function otherSessionsWords(count: number | undefined): string {
  if (count === undefined) {
    return l10n.t('Other Sessions');
  }
  return count === 0 ? l10n.t('No Other Sessions') : l10n.t('Other Sessions ({0})', numberWords(count));
}

function headline(session: Session): SessionModel['headline'] {
  const [device] = session.devices;
  const methods = [...new Set(session.methods.map(methodWords))].join(' + ');
  const parts = [device?.location, device?.ipAddress].map((text) => text && shortText(text));
  return {
    parts: [...parts, methods].filter((part): part is string => Boolean(part)),
    signedInAt: createdAt(session)?.getTime(),
  };
}

function describeJson(session: Session): SessionModel['json'] {
  const exact = exactText(session.json);
  const pretty = prettyJson(exact.slice(0, jsonLimit));
  const cut = exact.length > jsonLimit || pretty.length > longestPretty;
  const lines = pretty.slice(0, longestPretty).split('\n');
  return {
    text: lines.map((line) => visibleText(line)).join('\n'),
    shortened: cut ? l10n.t('Only the beginning is shown. Use Open JSON or Copy JSON for all of it.') : undefined,
  };
}
