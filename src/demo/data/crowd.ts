import type { Random } from '../random.ts';
import { day, hour, minute } from '../time.ts';
import { type MessageDraft, method, month, type SessionDraft } from './draft.ts';
import type { PersonDraft } from './person.ts';
import { browser, browsers, script } from './userAgents.ts';

const firstNames = [
  'Ada',
  'Adam',
  'Aiko',
  'Amara',
  'Anton',
  'Bela',
  'Bruno',
  'Chiara',
  'Clara',
  'Dario',
  'Davor',
  'Edda',
  'Emil',
  'Fatma',
  'Finn',
  'Gesa',
  'Hugo',
  'Ilse',
  'Imani',
  'Jonas',
  'Kaya',
  'Lars',
  'Leila',
  'Lotte',
  'Marek',
  'Mina',
  'Nils',
  'Noor',
  'Oskar',
  'Paula',
  'Quirin',
  'Rosa',
  'Samir',
  'Selma',
  'Tomas',
  'Ulla',
  'Viktor',
  'Wanda',
  'Yara',
  'Zeno',
] as const;

const lastNames = [
  'Abendroth',
  'Bergson',
  'Castell',
  'Dorn',
  'Eberhart',
  'Falk',
  'Gruber',
  'Hain',
  'Isaksen',
  'Jung',
  'Kowal',
  'Lindqvist',
  'Moreau',
  'Nagel',
  'Okafor',
  'Petrov',
  'Quandt',
  'Rossi',
  'Sato',
  'Tanaka',
  'Ulrich',
  'Varga',
  'Weiss',
  'Yilmaz',
  'Zander',
] as const;

const places = [
  'Berlin, DE',
  'Hamburg, DE',
  'Vienna, AT',
  'Lisbon, PT',
  'Toronto, CA',
  'Osaka, JP',
  'Nairobi, KE',
  'Porto, PT',
  '',
] as const;

/** Creates an ordinary person; `number` makes the address unique. */
export function ordinaryPerson(number: number, random: Random): PersonDraft {
  const first = random.pick(firstNames);
  const last = random.pick(lastNames);
  const domain = random.pick(['example.org', 'example.org', 'example.com', 'example.net']);
  const email = `${first}.${last}.${number}@${domain}`.toLowerCase();
  const verified = random.chance(85);
  return {
    traits: { email, name: { first, last } },
    email,
    verified,
    ...(random.chance(20) ? { externalId: `crm-${10_000 + number}` } : {}),
    ...(random.chance(4) ? { disabled: true } : {}),
    ...(random.chance(10) ? { metadataAdmin: { tier: random.pick(['silver', 'gold']) } } : {}),
    ...(random.chance(15) ? { credentials: { totp: [email] } } : {}),
    messages: ordinaryMessages(verified, random),
    sessions: (own) => Array.from({ length: own.below(5) }, () => ordinarySession(own)),
  };
}

/** Creates recovery mails for some people, and a verification mail for an unverified address. Some mails fail. */
function ordinaryMessages(verified: boolean, random: Random): MessageDraft[] {
  const ago = (): number => 10 * minute + random.below(60 * day);
  const status = random.chance(10) ? 'abandoned' : 'sent';
  return [
    ...(random.chance(25) ? [{ template: 'recovery_code_valid', ago: ago() } as const] : []),
    ...(verified ? [] : [{ template: 'verification_code_valid', ago: ago(), status } as const]),
  ];
}

function ordinarySession(random: Random): SessionDraft {
  const userAgent = random.chance(5)
    ? random.pick(Object.values(script) as [string, ...string[]])
    : random.pick(browsers);
  const ipAddress = `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${1 + random.below(254)}`;
  return {
    ago: 10 * minute + random.below(random.chance(60) ? 23 * hour : 60 * day),
    lasts: userAgent === browser.safariIphone ? month : day,
    revoked: random.chance(8),
    methods: random.chance(15)
      ? [method.password, method.totp]
      : [random.pick([method.password, method.password, method.google])],
    devices: [{ userAgent, ipAddress, location: random.pick(places) }],
  };
}
