import type { DemoDevice, DemoMethod, DemoSession } from '../model.ts';
import type { Random } from '../random.ts';
import { day, hour, type Micros, second } from '../time.ts';

export interface MethodDraft {
  readonly method: string;
  readonly aal: string;
  readonly provider?: string;
  readonly organization?: string;
  /** Sessions that Kratos took over from before v0.6 have no time. */
  readonly completed?: 'year 1';
}

export interface DeviceDraft {
  readonly userAgent: string;
  readonly ipAddress: string;
  /** "City, CC", or "" without a proxy that knows the place. */
  readonly location: string;
}

/** A session as a story tells it: how long ago, how, and from where. */
export interface SessionDraft {
  readonly ago: Micros;
  /** From the log-in to the expiry; 24 hours unless told. */
  readonly lasts?: Micros;
  readonly revoked?: boolean;
  /** Completed one after the other, 20 seconds apart. */
  readonly methods: readonly MethodDraft[] | null;
  /** The highest of its methods unless told. */
  readonly aal?: string;
  readonly devices: readonly DeviceDraft[] | null;
}

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

export const aMonth = 30 * day;

/** The session that a draft tells of. */
export function sessionFrom(draft: SessionDraft, identityId: string, now: Micros, random: Random): DemoSession {
  const issuedAt = now - draft.ago - random.below(second);
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
    // The row is written a moment after its times were taken.
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
