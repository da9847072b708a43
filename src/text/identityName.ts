import { l10n } from 'vscode';
import type { Identity } from '../core/kratos/identity.ts';
import { shortText } from './visibleText.ts';

export type NamedIdentity = Pick<
  Identity,
  'id' | 'externalId' | 'traits' | 'identifiers' | 'verifiableAddresses' | 'recoveryAddresses'
>;

type Traits = Readonly<Record<string, unknown>>;

const nestedDepth = 3;
/** The most members that are searched for one kind of name, because traits are untrusted. */
const mostMembers = 1_000;
const fullNames = ['fullname', 'displayname', 'formattedname', 'realname'];
const fullNamesOfName = [...fullNames, 'full', 'display', 'formatted'];
const givenNames = ['givenname', 'firstname', 'forename'];
const familyNames = ['familyname', 'lastname', 'surname'];
const nicknames = ['nickname', 'nick', 'username', 'preferredusername', 'login', 'handle'];
/** Members about the identity itself. Others, such as "company" or "manager", name something else. */
const ofThePerson = new Set([
  'person',
  'personal',
  'personaldata',
  'personaldetails',
  'personalinfo',
  'profile',
  'profiles',
  'user',
  'userdata',
  'userinfo',
  'userprofile',
  'data',
  'details',
  'attributes',
  'bio',
  'contact',
  'contacts',
]);
const contacts = ['email', 'emailaddress', 'mail', 'emails', 'phone', 'phonenumber', 'mobile', 'msisdn', 'phones'];

interface CachedNames {
  readonly names: Map<string, string>;
  identifier?: string;
}

const cache = new WeakMap<NamedIdentity, CachedNames>();

function cachedNames(identity: NamedIdentity): CachedNames {
  const cached = cache.get(identity) ?? { names: new Map() };
  cache.set(identity, cached);
  return cached;
}

/**
 * Returns the name of an identity: the first of `labelTraits` ("name.first+name.last") that it has, else a name, a
 * nickname or an address in its traits, else an identifier, else the short id.
 */
export function identityName(identity: NamedIdentity, labelTraits: readonly string[] = []): string {
  const { names } = cachedNames(identity);
  const key = labelTraits.join('\n');
  const name = names.get(key) ?? findName(identity, labelTraits);
  names.set(key, name);
  return name;
}

function findName(identity: NamedIdentity, labelTraits: readonly string[]): string {
  const name =
    first(labelTraits, (paths) => joinedPaths(identity.traits, paths)) ??
    nested(identity.traits, personName) ??
    nested(identity.traits, (traits) => firstOf(traits, nicknames)) ??
    nested(identity.traits, (traits) => firstOf(traits, contacts)) ??
    anyIdentifier(identity) ??
    nested(identity.traits, (traits) => firstOf(traits, contacts), 'anywhere') ??
    shortId(identity.id);
  return shortText(name);
}

/**
 * Returns what distinguishes identities with equal names: an address, else an e-mail, phone or username trait, else a
 * credentials identifier, the external id or the short id. Returns undefined when that is the name.
 */
export function identityIdentifier(identity: NamedIdentity, name: string): string | undefined {
  const cached = cachedNames(identity);
  cached.identifier ??= findIdentifier(identity);
  return cached.identifier === name ? undefined : cached.identifier;
}

function findIdentifier(identity: NamedIdentity): string {
  // Credentials come last, because lists have none and a row must not change when its identity is read alone.
  const identifier =
    anyIdentifier({ ...identity, identifiers: [], externalId: undefined }) ??
    nested(identity.traits, (traits) => firstOf(traits, [...contacts, ...nicknames])) ??
    nested(identity.traits, (traits) => firstOf(traits, contacts), 'anywhere') ??
    first(identity.identifiers, text) ??
    text(identity.externalId) ??
    shortId(identity.id);
  return shortText(identifier);
}

/** Returns the first block of a UUID. */
export function shortId(id: string): string {
  return shortText(id.slice(0, 8)) || '—';
}

function anyIdentifier(identity: Omit<NamedIdentity, 'id' | 'traits'>): string | undefined {
  const addresses = [...identity.verifiableAddresses, ...identity.recoveryAddresses].map(({ value }) => value);
  return first([...identity.identifiers, ...addresses, identity.externalId], text);
}

function personName(traits: Traits): string | undefined {
  const name = traits.name;
  return (
    firstOf(traits, fullNames) ??
    (isRecord(name) ? nameOfParts(normalised(name, { members: mostMembers })) : text(name)) ??
    givenAndFamily(firstOf(traits, givenNames), firstOf(traits, familyNames))
  );
}

function nameOfParts(name: Traits): string | undefined {
  return (
    firstOf(name, fullNamesOfName) ??
    givenAndFamily(firstOf(name, ['first', 'given', ...givenNames]), firstOf(name, ['last', 'family', ...familyNames]))
  );
}

const eastAsian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々]+$/v;

function givenAndFamily(given: string | undefined, family: string | undefined): string | undefined {
  if (given === undefined || family === undefined) {
    return given ?? family;
  }
  return eastAsian.test(given) && eastAsian.test(family) ? `${family}${given}` : `${given} ${family}`;
}

/** Joins the values at the paths of "name.first+name.last" by a space; undefined if there are none. */
function joinedPaths(traits: unknown, paths: string): string | undefined {
  const values = paths.split('+').map((path) => text(valueAt(traits, path.trim().split('.'))));
  return text(values.filter((value) => value !== undefined).join(' '));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
}

/**
 * Applies `find` to `traits`, then level by level to its nested objects: those about the identity itself, or all of
 * them.
 */
function nested(
  traits: unknown,
  find: (traits: Traits) => string | undefined,
  where: 'ofThePerson' | 'anywhere' = 'ofThePerson',
): string | undefined {
  const left = { members: mostMembers };
  let level = [traits].filter(isRecord).map((record) => normalised(record, left));
  for (let depth = 0; depth < nestedDepth && level.length > 0; depth++) {
    const found = first(level, find);
    if (found !== undefined) {
      return found;
    }
    level = level
      .flatMap((record) => Object.entries(record).filter(([key]) => where === 'anywhere' || ofThePerson.has(key)))
      .map(([, value]) => value)
      .filter(isRecord)
      .map((record) => normalised(record, left));
  }
  return undefined;
}

/** Makes first_name, first-name and firstName equal. Copies at most `left.members` members. */
function normalised(record: Traits, left: { members: number }): Traits {
  const entries: [string, unknown][] = [];
  for (const key in record) {
    if (left.members === 0) {
      break;
    }
    left.members -= 1;
    // Longer than all keys that are searched for.
    entries.push([
      key
        .slice(0, 100)
        .toLowerCase()
        .replace(/[_\-\s]/g, ''),
      record[key],
    ]);
  }
  return Object.fromEntries(entries);
}

function firstOf(record: Traits, keys: readonly string[]): string | undefined {
  return first(keys, (key) => (Object.hasOwn(record, key) ? text(record[key]) : undefined));
}

function first<T>(candidates: readonly T[], find: (candidate: T) => string | undefined): string | undefined {
  for (const candidate of candidates) {
    const found = find(candidate);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function text(given: unknown): string | undefined {
  let value = given;
  for (let depth = 0; depth < nestedDepth && Array.isArray(value); depth += 1) {
    value = value[0];
  }
  // JSON.parse has rounded a number beyond 2^53.
  const string = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof string === 'string' && string.trim() !== '' ? string.trim() : undefined;
}

function isRecord(value: unknown): value is Traits {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the words for an identity's state in a row; undefined while it is active. */
export function identityStateWords(state: string): string | undefined {
  return state === 'active' ? undefined : state === 'inactive' ? l10n.t('disabled') : shortText(state);
}
