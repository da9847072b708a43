import { l10n } from 'vscode';
import type { RateLimitTier } from '../../core/http/rateLimit/buckets.ts';
import { refuse } from './unusableValue.ts';

export const rateLimitTiers = [
  'auto',
  'unlimited',
  'developer',
  'production',
  'growth',
  'enterprise',
  'staging',
] as const satisfies readonly RateLimitTier[];

/** An entry of kratosExplorer.connections. serverOptions.ts checks what its texts mean. */
export interface ConnectionEntry {
  readonly name: string;
  readonly url: string;
  readonly environment?: { readonly name: string; readonly color?: string | undefined } | undefined;
  readonly production?: boolean | undefined;
  readonly writable?: boolean | undefined;
  readonly authentication?: AuthenticationEntry | undefined;
  readonly clientCertificate?:
    | {
        readonly certificateFile?: string | undefined;
        readonly keyFile?: string | undefined;
        readonly pkcs12File?: string | undefined;
      }
    | undefined;
  readonly tls?:
    | {
        readonly caFile?: string | undefined;
        readonly serverName?: string | undefined;
        readonly verify?: boolean | undefined;
      }
    | undefined;
  readonly proxy?: string | undefined;
  readonly rateLimit?: RateLimitTier | undefined;
  readonly pageSize?: number | undefined;
  readonly labelTraits?: readonly string[] | undefined;
}

export type AuthenticationEntry =
  | { readonly type: 'none' }
  | { readonly type: 'bearer' }
  | { readonly type: 'basic'; readonly username: string }
  | { readonly type: 'headers'; readonly headers: readonly HeaderEntry[] };

export interface HeaderEntry {
  readonly name: string;
  readonly value?: string | undefined;
  readonly secret?: boolean | undefined;
}

/** Refuses an unusable value without repeating it. `path` says where it is. */
type Check = (value: unknown, path: string) => void;

// Not checked by zod: settings are read at activation, and loading zod would take longer than the rest of it.
const aString = ofType('string', l10n.t('a string, in quotes'));
const aBoolean = ofType('boolean', l10n.t('true or false'));

const checkEntry = object({
  // A name or address of another type counts as missing.
  name: () => undefined,
  url: () => undefined,
  environment: optional(object({ name: aString, color: optional(aString) })),
  production: optional(aBoolean),
  writable: optional(aBoolean),
  authentication: optional(
    variants({
      none: {},
      bearer: {},
      basic: { username: aString },
      headers: {
        headers: arrayOf(object({ name: aString, value: optional(aString), secret: optional(aBoolean) })),
      },
    }),
  ),
  clientCertificate: optional(
    object({ certificateFile: optional(aString), keyFile: optional(aString), pkcs12File: optional(aString) }),
  ),
  tls: optional(object({ caFile: optional(aString), serverName: optional(aString), verify: optional(aBoolean) })),
  proxy: optional(aString),
  rateLimit: optional(oneOf(rateLimitTiers)),
  // The name and values of earlier versions.
  budget: optional(oneOf(['learnt', ...rateLimitTiers])),
  pageSize: optional(ofType('number', l10n.t('a number'))),
  labelTraits: optional(arrayOf(aString)),
});

/** Returns an entry of the setting. Refuses it with its first problem. */
export function readEntry(value: unknown): ConnectionEntry {
  if (!isObject(value)) {
    refuse(l10n.t('This entry must look like { "name": "Local", "url": "http://127.0.0.1:4434" }.'));
  }
  checkEntry(value, '');
  const { name, url, budget, ...rest } = value;
  const text = (member: unknown) => (typeof member === 'string' ? member : '');
  const tier = rateLimitTiers.find((one) => one === budget);
  return { ...(tier === undefined ? {} : { rateLimit: tier }), ...rest, name: text(name), url: text(url) };
}

const secretMember =
  /^(secret|token|bearer|api_?key|key|password|passphrase|passwd|credentials?|authorization|cookie|.+(token|password|passphrase|secret|apikey))$/i;

/** Checks for an object with these members and no others. */
function object(members: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    const object = objectAt(path, value);
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    for (const [name, check] of Object.entries(members)) {
      check(object[name], at(name));
    }
    const unknown = Object.keys(object).filter((name) => !Object.hasOwn(members, name));
    const [first] = unknown;
    if (first !== undefined) {
      refuse(
        unknown.some((name) => secretMember.test(name))
          ? l10n.t(
              '“{0}” looks like a secret, which must not be in settings. Remove it and run “Kratos: Enter Secrets” to put it in the secret storage.',
              at(first),
            )
          : l10n.t('Unknown property “{0}”. Check the spelling.', at(first)),
      );
    }
  };
}

/** Checks for an object whose member `type` decides its other members. */
function variants(all: Readonly<Record<string, Readonly<Record<string, Check>>>>): Check {
  return (value, path) => {
    const name = objectAt(path, value).type;
    oneOf(Object.keys(all))(name, `${path}.type`);
    object({ type: aString, ...all[String(name)] })(value, path);
  };
}

function arrayOf(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) {
      mustBe(path, value, l10n.t('an array, in square brackets'));
    }
    for (const [index, item] of value.entries()) {
      check(item, `${path}[${index}]`);
    }
  };
}

function oneOf(values: readonly unknown[]): Check {
  return (value, path) => {
    if (!values.includes(value)) {
      refuse(l10n.t('“{0}” must be one of {1}.', path, values.join(', ')));
    }
  };
}

function optional(check: Check): Check {
  return (value, path) => value === undefined || check(value, path);
}

function ofType(type: 'string' | 'number' | 'boolean', words: string): Check {
  return (value, path) => {
    if (typeof value !== type) {
      mustBe(path, value, words);
    }
  };
}

function objectAt(path: string, value: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(value)) {
    mustBe(path, value, l10n.t('an object, in curly braces'));
  }
  return value;
}

function mustBe(path: string, value: unknown, type: string): never {
  refuse(value === undefined ? l10n.t('“{0}” is missing. Add it.', path) : l10n.t('“{0}” must be {1}.', path, type));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
