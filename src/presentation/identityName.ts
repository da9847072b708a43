import type { Identity } from '../kratos/identity.ts';
import { rowTextLimit, visibleText } from './visibleText.ts';

/** What names an identity; enough of it for tests and for the identity embedded in a session. */
export type NamedIdentity = Pick<
  Identity,
  'id' | 'externalId' | 'traits' | 'identifiers' | 'verifiableAddresses' | 'recoveryAddresses'
>;

type Traits = Readonly<Record<string, unknown>>;

const nestedDepth = 3;
/** The members of all levels that are looked at for one kind of name: strangers choose how many there are. */
const mostMembers = 1_000;
const fullNames = ['fullname', 'displayname', 'formattedname', 'realname'];
/** Only inside a member "name". */
const fullNamesOfName = [...fullNames, 'full', 'display', 'formatted'];
const givenNames = ['givenname', 'firstname', 'forename'];
const familyNames = ['familyname', 'lastname', 'surname'];
const nicknames = ['nickname', 'nick', 'username', 'preferredusername', 'login', 'handle'];
/** Members that hold more of the person themselves; others, such as "company", "address" or "manager", name something else. */
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

interface Remembered {
  readonly names: Map<string, string>;
  identifier?: string;
}

/** What was found for an identity, its names by the label traits they were found with. */
const found = new WeakMap<NamedIdentity, Remembered>();

function rememberedOf(identity: NamedIdentity): Remembered {
  const remembered = found.get(identity) ?? { names: new Map() };
  found.set(identity, remembered);
  return remembered;
}

/**
 * The best human name of an identity: what `labelTraits` asks for ("name.first+name.last", in order of preference), else a name, a
 * nickname or an address among its traits, else an identifier, else the short id. Visible text on one line, never empty.
 */
export function identityName(identity: NamedIdentity, labelTraits: readonly string[] = []): string {
  const { names } = rememberedOf(identity);
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
  return visibleText(name, rowTextLimit);
}

/**
 * What tells the identity from another of the same name: an address that its schema marks, else an e-mail, username or phone
 * trait, else a credentials identifier, else its external id, else its short id. undefined when that is the name.
 */
export function identityIdentifier(identity: NamedIdentity, name: string): string | undefined {
  const remembered = rememberedOf(identity);
  remembered.identifier ??= findIdentifier(identity);
  return remembered.identifier === name ? undefined : remembered.identifier;
}

function findIdentifier(identity: NamedIdentity): string {
  // Credentials come last of what a person types: lists carry none, and a row must not change when one is read alone.
  const identifier =
    anyIdentifier({ ...identity, identifiers: [], externalId: undefined }) ??
    nested(identity.traits, (traits) => firstOf(traits, [...contacts, ...nicknames])) ??
    nested(identity.traits, (traits) => firstOf(traits, contacts), 'anywhere') ??
    first(identity.identifiers, text) ??
    text(identity.externalId) ??
    shortId(identity.id);
  return visibleText(identifier, rowTextLimit);
}

/** The first block of a UUID: enough for a row, the tooltip has the whole. */
export function shortId(id: string): string {
  return visibleText(id.slice(0, 8), rowTextLimit) || '—';
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

/** "name.first+name.last" → the values at both paths, joined by a space; undefined when no path leads to one. */
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

/** What `find` finds in `traits` or, level by level, in the objects inside it: those of the person, or all of them. */
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

/** Keys without case and separators: first_name, first-name and firstName are one. Of the members, as many as are `left`. */
function normalised(record: Traits, left: { members: number }): Traits {
  const entries: [string, unknown][] = [];
  for (const key in record) {
    if (left.members === 0) {
      break;
    }
    left.members -= 1;
    // No name of a member that is looked for is longer.
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
  // A number beyond 2^53 is not what the server holds.
  const string = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof string === 'string' && string.trim() !== '' ? string.trim() : undefined;
}

function isRecord(value: unknown): value is Traits {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
