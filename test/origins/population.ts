import { type Random, random } from '../../src/demo/random.ts';
import { type Country, countryCodes, hostedSite } from './addresses.ts';
import { scripts, strangersAgent } from './agents.ts';
import { type Draft, dayMs, epoch, type HardNegative, Owner } from './owner.ts';
import { plain, type Style, styles } from './styles.ts';

/** One line of a population, as the evaluation command reads it. */
export interface SimulatedLine {
  readonly identity: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly sessions: readonly WireSession[];
  readonly now: string;
  readonly version: string;
}

export interface WireSession {
  readonly id: string;
  readonly issued_at: string;
  readonly authenticator_assurance_level: string;
  readonly authentication_methods: readonly { readonly method: string; readonly provider?: string }[] | null;
  readonly devices: readonly { ip_address: string; user_agent: string | null; location: string }[] | null;
  readonly [member: string]: unknown;
}

export const takeovers = ['naive', 'scripted', 'recovery', 'stays', 'vpn', 'targeted', 'proxied'] as const;
export type Takeover = (typeof takeovers)[number];

/** An identity, and what is known of it because it is invented. */
export interface Labelled {
  readonly line: SimulatedLine;
  readonly hasLocations: boolean;
  /** The operator's number and the country of each address: for the yardstick, and as databases would have them. */
  readonly asns: ReadonlyMap<string, number>;
  readonly countries: ReadonlyMap<string, string>;
  readonly takeover: Takeover | undefined;
  readonly strangers: ReadonlySet<string>;
  readonly hard: ReadonlyMap<string, HardNegative>;
}

/** Returns `count` identities, of which every second one was taken over. */
export function population(seed: number, count: number): Labelled[] {
  return Array.from({ length: count }, (_, index) => person(random(seed, `person ${index}`), index));
}

function person(draw: Random, index: number): Labelled {
  const style = styles[index % styles.length] ?? plain;
  const takeover = draw.chance(50) ? draw.pick(takeovers) : undefined;
  const hasLocations = draw.chance(50);
  const owner = new Owner(draw, style);
  const drafts = owner.history();
  const identity: Record<string, unknown> = owner.identity(drafts[0]?.time ?? epoch);
  const version = draw.chance(style.oldServer) ? 'v1.3.1' : draw.pick(['v25.4.0', 'v26.2.0'] as const);
  for (const draft of drafts) {
    if (draft.hard === 'forgottenPassword') {
      writePassword(identity, draft.time + 60_000 * (1 + draw.below(8)));
    }
  }
  if (takeover !== undefined) {
    drafts.push(...stranger(draw, style, owner, drafts, takeover, identity));
    drafts.sort((one, other) => one.time - other.time);
  }
  if (version === 'v1.3.1') {
    rewriteAll(identity, drafts[draw.below(drafts.length)]?.time ?? epoch);
  }
  const labelled = drafts.map((draft) => ({ draft, session: wire(draw, draft, style, hasLocations) }));
  return {
    line: {
      identity: identity as SimulatedLine['identity'],
      sessions: labelled.map(({ session }) => session).reverse(),
      now: new Date((drafts.at(-1)?.time ?? epoch) + draw.below(3 * dayMs)).toISOString(),
      version,
    },
    hasLocations,
    asns: new Map(drafts.map(({ ip, site }) => [ip, site.asn])),
    countries: new Map(drafts.map(({ ip, site }) => [ip, site.country])),
    takeover,
    strangers: new Set(labelled.flatMap(({ draft, session }) => (draft.isStranger ? [session.id] : []))),
    hard: new Map(labelled.flatMap(({ draft, session }) => (draft.hard ? [[session.id, draft.hard] as const] : []))),
  };
}

function stranger(
  draw: Random,
  style: Style,
  owner: Owner,
  history: Draft[],
  takeover: Takeover,
  identity: Record<string, unknown>,
): Draft[] {
  // Most takeovers are in the last days; after some, the owner signs in for weeks.
  const last = history.at(-1)?.time ?? epoch;
  const least = Math.min(history.length - 1, 4 + draw.below(4));
  const after = draw.chance(60) ? 0 : draw.below(Math.max(1, Math.min(draw.pick([25, 200]), history.length - least)));
  const base = after === 0 ? last : (history[history.length - 1 - after]?.time ?? last);
  const next = after === 0 ? base + 20 * dayMs : (history[history.length - after]?.time ?? base + dayMs);
  let time = base + 60_000 + draw.below(Math.max(60_000, Math.min(next - base, 10 * dayMs)));
  const foreign = draw.pick(countryCodes.filter((code) => code !== owner.country) as [Country, ...Country[]]);
  const isNear = takeover === 'vpn' || takeover === 'targeted';
  const site = hostedSite(draw, isNear ? owner.country : foreign, style.addresses);
  const near = takeover === 'targeted' ? { ...site, city: owner.home.city } : site;
  const browser = strangersAgent(draw, style.strangerByMarket);
  const agent = () =>
    takeover === 'scripted'
      ? draw.pick(scripts)
      : takeover === 'targeted' || takeover === 'proxied'
        ? owner.copiedAgent(time)
        : browser(style.versions === 'calendar' ? (time - epoch) / dayMs : draw.below(400), draw.below(60));
  const program = agent();
  const session = (methods: Draft['methods'], aal: Draft['aal'] = 'aal1'): Draft => ({
    time,
    site: near,
    ip: near.address(draw),
    agent: program,
    aal,
    methods,
    isStranger: true,
  });
  const withUsual = () =>
    takeover === 'proxied' && owner.isSecured
      ? session([owner.usual, { method: 'totp' }], 'aal2')
      : session([draw.chance(80) ? owner.usual : { method: 'password' }]);
  const sessions: Draft[] = [];
  if (takeover === 'recovery') {
    sessions.push(session([{ method: draw.pick(['code_recovery', 'link_recovery']) }]));
    writePassword(identity, time + 60_000 * (1 + draw.below(20)));
  } else {
    sessions.push(withUsual());
    if (draw.chance(30)) {
      writePassword(identity, time + 60_000 * (2 + draw.below(45)));
    }
  }
  const further = takeover === 'stays' ? 3 : draw.chance(30) ? 1 + draw.below(2) : 0;
  for (let step = 0; step < further; step += 1) {
    time += draw.below((3 * dayMs) / further) + 60_000;
    sessions.push(takeover === 'recovery' ? session([{ method: 'password' }]) : withUsual());
  }
  // Adds later sessions of the owner for some, if there are none yet.
  if (after === 0 && draw.chance(40)) {
    for (let step = draw.below(4); step >= 0; step -= 1) {
      time += draw.below(2 * dayMs) + 60_000;
      sessions.push(owner.session(time));
    }
  }
  return sessions;
}

function wire(draw: Random, draft: Draft, style: Style, hasLocations: boolean): WireSession {
  const at = new Date(draft.time).toISOString();
  const hasLocation = hasLocations && !draw.chance(style.lostLocations);
  const city = draw.chance(85) ? draft.site.city : '';
  return {
    id: draw.uuid(),
    active: draw.chance(60),
    expires_at: new Date(draft.time + 30 * dayMs).toISOString(),
    authenticated_at: at,
    authenticator_assurance_level: draft.aal,
    authentication_methods: draft.methods.map((one) => ({ ...one, aal: 'aal1', completed_at: at })),
    issued_at: at,
    identity: null,
    devices:
      !draft.isStranger && draw.chance(style.lostDevices)
        ? null
        : [
            {
              ip_address: draw.chance(10) && !draft.ip.includes(':') ? `${draft.ip}:51432` : draft.ip,
              user_agent: draft.agent,
              location: hasLocation ? (city === '' ? draft.site.country : `${city}, ${draft.site.country}`) : '',
            },
          ],
  };
}

function writePassword(identity: Record<string, unknown>, time: number): void {
  const at = new Date(time).toISOString();
  const password = { type: 'password', identifiers: [], version: 0, created_at: at, updated_at: at };
  identity.credentials = { ...(identity.credentials as object), password };
}

/** Rewrites every credential, as servers before v25.4 do with any update. */
function rewriteAll(identity: Record<string, unknown>, time: number): void {
  const at = new Date(time + 120_000).toISOString();
  identity.credentials = Object.fromEntries(
    Object.entries(identity.credentials as Record<string, object>).map(([type, credential]) => [
      type,
      { ...credential, created_at: at, updated_at: at },
    ]),
  );
}
