import { type Random, random } from '../../src/demo/random.ts';
import type { Labelled, Takeover, WireSession } from './population.ts';
import { takeovers } from './population.ts';

/**
 * A second generator that shares no model with the first: addresses without a plan, one short list of user agents for
 * owner and stranger, a mobile operator with several unrelated ranges, and takeovers at any moment.
 */

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36 Edg/{v}.0.0.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{v}.0) Gecko/20100101 Firefox/{v}.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:{v}.0) Gecko/20100101 Firefox/{v}.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{v}.1 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS {v}_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{v}.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Mobile Safari/537.36',
] as const;
const programs = ['python-requests/2.32.3', 'curl/8.7.1', 'Go-http-client/1.1', 'okhttp/4.9.3'] as const;
const codes = ['DE', 'NL', 'US', 'BR', 'NG', 'IN', 'PL', 'VN', 'AU', 'SE'] as const;

const hourMs = 3_600_000;

export function plainPopulation(seed: number, count: number): Labelled[] {
  return Array.from({ length: count }, (_, index) => person(random(seed, `plain ${index}`)));
}

interface Somewhere {
  readonly country: string;
  readonly asn: number;
  readonly ip: () => string;
}

function person(draw: Random): Labelled {
  const octet = () => draw.below(256);
  const start = () => `${1 + draw.below(222)}.${octet()}`;
  const still = (country: string): Somewhere => {
    const ip = draw.chance(12)
      ? `2001:${draw.below(65_536).toString(16)}:${draw.below(65_536).toString(16)}::${1 + draw.below(9)}`
      : `${start()}.${octet()}.${octet()}`;
    return { country, asn: draw.below(50_000), ip: () => ip };
  };
  const home = draw.pick(codes);
  const abroad = draw.pick(codes.filter((code) => code !== home) as ['US']);
  const ranges = Array.from({ length: 1 + draw.below(3) }, start) as [string, ...string[]];
  const mobile: Somewhere = {
    country: home,
    asn: draw.below(50_000),
    ip: () => `${draw.pick(ranges)}.${octet()}.${octet()}`,
  };
  const places = [still(home), still(home), mobile, mobile] as const;
  const own = Array.from({ length: 1 + draw.below(3) }, () => draw.pick(agents)) as [string, ...string[]];
  const hasLocations = draw.chance(50);
  const isSecured = draw.chance(25);
  const begins = Date.parse('2025-01-10T08:00:00Z') + draw.below(200) * 24 * hourMs;
  const asns = new Map<string, number>();
  const countries = new Map<string, string>();
  const strangers = new Set<string>();

  const session = (time: number, place: Somewhere, agent: string, methods: string[], aal: string): WireSession => {
    const ip = place.ip();
    asns.set(ip, place.asn);
    countries.set(ip, place.country);
    const at = new Date(time).toISOString();
    const version = 120 + Math.floor((time - begins) / (30 * 24 * hourMs)) + draw.below(2);
    return {
      id: draw.uuid(),
      issued_at: at,
      authenticated_at: at,
      authenticator_assurance_level: aal,
      authentication_methods: methods.map((method) => ({ method, completed_at: at })),
      devices: [
        {
          ip_address: draw.chance(20) && !ip.includes(':') ? `${ip}:${1024 + draw.below(60_000)}` : ip,
          user_agent: agent.replaceAll('{v}', String(version)),
          location: hasLocations ? (draw.chance(4) ? 'XX' : `Somewhere, ${place.country}`) : '',
        },
      ],
    };
  };

  let time = begins;
  const count = 5 + draw.below(draw.pick([8, 30, 90]));
  const pace = 1 + draw.below(120);
  const owned = () => {
    const isSecond = isSecured && draw.chance(97);
    time += draw.below(2 * pace * hourMs) + 1;
    const isAway = draw.chance(3);
    return session(
      time,
      isAway ? still(draw.chance(50) ? abroad : home) : draw.pick(places),
      draw.pick(own),
      draw.chance(2) ? ['code_recovery'] : isSecond ? ['password', 'totp'] : ['password'],
      isSecond ? 'aal2' : 'aal1',
    );
  };
  const sessions = Array.from({ length: count }, owned);
  const takeover: Takeover | undefined = draw.chance(70) ? draw.pick(takeovers) : undefined;
  const credentials: Record<string, object> = {};
  const write = (when: number) => {
    const at = new Date(when).toISOString();
    credentials.password = { type: 'password', created_at: at, updated_at: at };
  };
  write(begins);
  if (takeover !== undefined) {
    const site = still(takeover === 'vpn' || takeover === 'targeted' ? home : abroad);
    const agent = takeover === 'scripted' ? draw.pick(programs) : draw.pick(takeover === 'targeted' ? own : agents);
    for (let visit = takeover === 'stays' ? 4 : 1 + draw.below(2); visit > 0; visit -= 1) {
      time += draw.below(18 * hourMs) + 60_000;
      const isFirst = strangers.size === 0;
      const stolen = session(
        time,
        site,
        agent,
        [takeover === 'recovery' && isFirst ? 'link_recovery' : 'password'],
        'aal1',
      );
      strangers.add(stolen.id);
      sessions.push(stolen);
      if (isFirst && (takeover === 'recovery' || draw.chance(40))) {
        write(time + draw.below(40) * 60_000 + 5_000);
      }
    }
    sessions.push(...Array.from({ length: draw.pick([0, 0, 2, 15]) }, owned));
  }
  const created = new Date(begins).toISOString();
  return {
    line: {
      identity: {
        id: draw.uuid(),
        created_at: created,
        credentials: { ...credentials, ...(isSecured ? { totp: { created_at: created, updated_at: created } } : {}) },
      },
      sessions: sessions.reverse(),
      now: new Date(time + hourMs).toISOString(),
      version: draw.pick(['v1.3.1', 'v26.2.0', 'v26.2.0']),
    },
    hasLocations,
    asns,
    countries,
    takeover,
    strangers,
    hard: new Map(),
  };
}
