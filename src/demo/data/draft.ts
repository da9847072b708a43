import type { DemoDevice, DemoDispatch, DemoMessage, DemoMethod, DemoSession } from '../model.ts';
import type { Random } from '../random.ts';
import { day, hour, type Micros, second } from '../time.ts';

interface MethodDraft {
  readonly method: string;
  readonly aal: string;
  readonly provider?: string;
  readonly organization?: string;
  /** Sessions from before v0.6 have no time. */
  readonly completed?: 'year 1';
}

export interface DeviceDraft {
  readonly userAgent: string;
  readonly ipAddress: string;
  /** "City, CC", or "" without a proxy that adds it. */
  readonly location: string;
}

/** A session relative to the present. */
export interface SessionDraft {
  readonly ago: Micros;
  /** From the login to the expiry; 24 hours by default. */
  readonly lasts?: Micros;
  readonly revoked?: boolean;
  /** Completed in this order, 20 seconds apart. */
  readonly methods: readonly MethodDraft[] | null;
  /** The highest of its methods by default. */
  readonly aal?: string;
  readonly devices: readonly DeviceDraft[] | null;
}

/** A courier message relative to the present. */
export interface MessageDraft {
  readonly template: keyof typeof subjects;
  readonly ago: Micros;
  /** "sent" by default. */
  readonly status?: DemoMessage['status'];
}

/** The subjects, which only v1.3.1 returns. */
const subjects = {
  recovery_code_valid: 'Recover access to your account',
  recovery_valid: 'Recover access to your account',
  verification_code_valid: 'Please verify your email address',
  login_code_valid: 'Login to your account',
} as const;

/** Kratos tries to send a message once and retries five times. */
const attempts = 6;

export const method = {
  password: { method: 'password', aal: 'aal1' },
  totp: { method: 'totp', aal: 'aal2' },
  webauthn: { method: 'webauthn', aal: 'aal2' },
  lookupSecret: { method: 'lookup_secret', aal: 'aal2' },
  passkey: { method: 'passkey', aal: 'aal1' },
  code: { method: 'code', aal: 'aal1' },
  codeRecovery: { method: 'code_recovery', aal: 'aal1' },
  linkRecovery: { method: 'link_recovery', aal: 'aal1' },
  google: { method: 'oidc', aal: 'aal1', provider: 'google' },
} as const satisfies Record<string, MethodDraft>;

export const month = 30 * day;

/** Creates the session of a draft. */
export function sessionFrom(draft: SessionDraft, identityId: string, now: Micros, random: Random): DemoSession {
  // A session that begins now is not older than the request or the plan before it.
  const issuedAt = now - draft.ago - (draft.ago === 0 ? 0 : random.below(second));
  const methods = draft.methods?.map(
    ({ completed, ...rest }, index): DemoMethod => ({
      ...rest,
      completedAt: completed ?? issuedAt + index * 20 * second - random.below(900),
    }),
  );
  return {
    id: random.uuid(),
    identityId,
    active: draft.revoked !== true,
    // The row is written shortly after its times were taken.
    createdAt: issuedAt + 100 + random.below(900),
    issuedAt,
    authenticatedAt: issuedAt + Math.max(0, (methods?.length ?? 1) - 1) * 20 * second,
    expiresAt: issuedAt + (draft.lasts ?? 24 * hour),
    aal:
      draft.aal ??
      methods
        ?.map(({ aal }) => aal)
        .sort()
        .at(-1) ??
      'aal1',
    methods: methods ?? null,
    devices: draft.devices?.map((device): DemoDevice => ({ id: random.uuid(), ...device })) ?? null,
  };
}

export function messageFrom(draft: MessageDraft, recipient: string, now: Micros, random: Random): DemoMessage {
  const { template, ago, status = 'sent' } = draft;
  const createdAt = now - ago - random.below(second);
  const sendCount = { queued: 0, processing: 0, sent: 1, abandoned: attempts }[status];
  const type = recipient.startsWith('+') ? 'sms' : 'email';
  return {
    id: random.uuid(),
    status,
    type,
    recipient,
    subject: type === 'sms' ? '' : subjects[template],
    templateType: template,
    sendCount,
    createdAt,
    dispatches: Array.from(
      { length: sendCount },
      (_, index): DemoDispatch => ({
        id: random.uuid(),
        status: status === 'sent' ? 'success' : 'failed',
        createdAt: createdAt + (sendCount - index) * second + random.below(second),
      }),
    ),
  };
}
