import { describe, expect, it } from 'vitest';
import { wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { aSession, uuid, wireDevice } from '../../builders/sessionBuilder.ts';
import { panel, shownSession as shown } from './panelFacts.ts';

describe('the status of a session', () => {
  it('shows an active session with the time of its expiry', () => {
    expect(shown().status).toEqual({
      kind: 'active',
      text: 'Active, expires {when}',
      at: Date.parse('2026-11-24T15:46:10.851Z'),
      why: undefined,
    });
  });

  it('shows a session as active without an expiry when the expiry is missing or unreadable', () => {
    for (const expires_at of [null, 'tomorrow']) {
      const { status } = shown({ session: aSession({ expires_at }) });
      expect(status).toMatchObject({ kind: 'active', text: 'Active, without an expiry', at: undefined });
    }
  });

  it('shows a session as expired after its expiry, even if the server reported it as active', () => {
    const session = aSession({ active: true, expires_at: '2026-11-23T18:46:10Z' });
    expect(shown({ session }).status).toMatchObject({ kind: 'expired', text: 'Expired {when}' });
    expect(shown({ session }).times.map(({ label }) => label)).toEqual(['Signed in', 'Expired']);
  });

  it('shows an inactive session as revoked or signed out and says that the server does not report which', () => {
    const { status } = shown({ session: aSession({ active: false }) });
    expect(status).toMatchObject({ kind: 'revoked', text: 'Revoked or signed out' });
    expect(status.why).toContain('does not record which, or when');
  });

  it('shows a session as not active when its embedded or its cached identity is disabled', () => {
    const disabled = { active: false, identity: wireIdentityInSession({ state: 'inactive' }) };
    expect(shown({ session: aSession(disabled) }).status.kind).toBe('identityInactive');
    expect(shown({ identityState: 'inactive' }).status.kind).toBe('identityInactive');
  });

  it('says that a session of a disabled identity may have been revoked too', () => {
    const disabled = { active: false, identity: wireIdentityInSession({ state: 'inactive' }) };
    expect(shown({ session: aSession(disabled) }).status.why).toMatch(/unless it was also revoked/);
  });
});

describe('the times of a session', () => {
  it('shows the times of sign-in and expiry with the exact text of the server', () => {
    expect(shown().times).toEqual([
      {
        label: 'Signed in',
        moment: {
          text: '2026-11-23T15:46:10.851012408Z',
          exact: '2026-11-23T15:46:10.851012408Z',
          at: Date.parse('2026-11-23T15:46:10.851Z'),
        },
      },
      { label: 'Expires', moment: expect.objectContaining({ exact: '2026-11-24T15:46:10.851012408Z' }) },
    ]);
  });

  it('shows a later authentication apart from the sign-in', () => {
    const session = aSession({ authenticated_at: '2026-11-23T17:00:00Z' });
    expect(shown({ session }).times.map(({ label }) => label)).toEqual(['Signed in', 'Last authenticated', 'Expires']);
  });

  it('treats year 1 as not recorded and shows text that is not a time unchanged', () => {
    const session = aSession({ issued_at: '0001-01-01T00:00:00Z', authenticated_at: null, expires_at: 'soon' });
    expect(shown({ session }).times).toEqual([
      { label: 'Signed in', moment: undefined },
      { label: 'Expires', moment: { text: 'soon', exact: 'soon', at: undefined } },
    ]);
  });

  it('starts the timeline at the first method and marks each method', () => {
    expect(shown().timeline).toEqual({
      start: Date.parse('2026-11-23T15:46:10.850Z'),
      end: Date.parse('2026-11-24T15:46:10.851Z'),
      endLabel: 'Expires',
      marks: [{ at: Date.parse('2026-11-23T15:46:10.850Z'), label: 'password' }],
    });
  });

  it('has no timeline when start or end is unknown or the end comes first', () => {
    const without = [
      { issued_at: null, authenticated_at: null },
      { expires_at: null },
      { expires_at: '2026-11-20T00:00:00Z' },
    ];
    for (const over of without) {
      expect(shown({ session: aSession(over) }).timeline, JSON.stringify(over)).toBeUndefined();
    }
  });
});

describe('the factors of a session', () => {
  it('shows each method with level, time, provider and organization', () => {
    const session = aSession({
      authentication_methods: [
        {
          method: 'oidc',
          aal: 'aal1',
          completed_at: '2026-11-23T15:46:10Z',
          provider: 'google',
          organization: uuid(9),
        },
      ],
    });
    expect(shown({ session }).factors).toEqual([
      {
        method: { text: 'oidc', exact: 'oidc' },
        aal: { text: 'aal1', exact: 'aal1' },
        completed: {
          text: '2026-11-23T15:46:10Z',
          exact: '2026-11-23T15:46:10Z',
          at: Date.parse('2026-11-23T15:46:10Z'),
        },
        provider: { text: 'google', exact: 'google' },
        organization: { text: uuid(9), exact: uuid(9) },
      },
    ]);
  });

  it('shows only the method of a legacy session', () => {
    const session = aSession({
      authentication_methods: [{ method: 'v0.6_legacy_session', aal: '', completed_at: '0001-01-01T00:00:00Z' }],
    });
    expect(shown({ session }).factors).toEqual([
      {
        method: { text: 'v0.6_legacy_session', exact: 'v0.6_legacy_session' },
        aal: undefined,
        completed: undefined,
        provider: undefined,
        organization: undefined,
      },
    ]);
  });

  it('shows no factors when the server sends null', () => {
    expect(shown({ session: aSession({ authentication_methods: null }) }).factors).toEqual([]);
  });
});

describe('the device of a session', () => {
  it('names the device by its user agent and keeps the user agent', () => {
    const { devices } = shown();
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({
      name: { text: 'Chrome 141 on Windows' },
      ip: { text: '203.0.113.80' },
      location: { text: 'Berlin, DE' },
      userAgent: { exact: expect.stringContaining('Mozilla/5.0 (Windows NT 10.0') },
    });
    expect(panel().title).toBe('Chrome 141 on Windows');
  });

  it('shows several devices, no device, or a device without facts', () => {
    expect(shown({ session: aSession({ devices: [wireDevice(), wireDevice()] }) }).devices).toHaveLength(2);
    expect(shown({ session: aSession({ devices: null }) }).devices).toEqual([]);
    const empty = aSession({ devices: [wireDevice({ ip_address: '', user_agent: null, location: '' })] });
    expect(shown({ session: empty }).devices).toEqual([
      {
        name: { text: 'No user agent', exact: 'No user agent' },
        ip: undefined,
        location: undefined,
        userAgent: undefined,
      },
    ]);
  });
});

describe('the JSON of a session', () => {
  it("pretty-prints the server's JSON with exact values", () => {
    const { json } = shown({ session: aSession({ unknown_member: 1 }) });
    expect(json.text.startsWith('{\n  "id": "00000000-0000-4000-8000-000000000001",\n  "active": true,')).toBe(true);
    expect(json.text).toContain('\n  "unknown_member": 1\n}');
    expect(json.shortened).toBeUndefined();
  });

  it('says when only the beginning of the JSON is shown', () => {
    const session = aSession({ padding: 'x'.repeat(300_000) });
    const { json } = shown({ session });
    expect(json.text.length).toBeLessThan(210_000);
    expect(json.shortened).toContain('Only the beginning');
  });

  it('limits the indentation of deeply nested JSON', () => {
    const traits = JSON.parse(`${'['.repeat(90)}0${',0'.repeat(90_000)}${']'.repeat(90)}`);
    const { json } = shown({ session: aSession({ identity: { ...wireIdentityInSession(), traits } }) });
    expect(json.text.length).toBeLessThanOrEqual(1_000_000);
    expect(json.shortened).toContain('Only the beginning');
  });
});
