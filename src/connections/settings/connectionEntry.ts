import { l10n } from 'vscode';
import * as z from 'zod/mini';

const authenticationKinds = ['none', 'bearer', 'basic', 'headers'] as const;
export const budgetTiers = [
  'learnt',
  'unlimited',
  'developer',
  'production',
  'growth',
  'enterprise',
  'staging',
] as const;

const headerSchema = z.strictObject({
  name: z.string(),
  value: z.optional(z.string()),
  secret: z.optional(z.boolean()),
});

const authenticationSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('bearer') }),
  z.strictObject({ type: z.literal('basic'), username: z.string() }),
  z.strictObject({ type: z.literal('headers'), headers: z.array(headerSchema) }),
]);

/** An entry of kratosExplorer.connections, as it is written. What its texts mean is checked by serverOptions.ts. */
const entrySchema = z.strictObject({
  // A name or an address of another type reads as missing, which has a sentence of its own.
  name: z.catch(z.string(), ''),
  url: z.catch(z.string(), ''),
  environment: z.optional(z.strictObject({ name: z.string(), color: z.optional(z.string()) })),
  production: z.optional(z.boolean()),
  writable: z.optional(z.boolean()),
  authentication: z.optional(authenticationSchema),
  clientCertificate: z.optional(
    z.strictObject({
      certificateFile: z.optional(z.string()),
      keyFile: z.optional(z.string()),
      pkcs12File: z.optional(z.string()),
    }),
  ),
  tls: z.optional(
    z.strictObject({
      caFile: z.optional(z.string()),
      serverName: z.optional(z.string()),
      verify: z.optional(z.boolean()),
    }),
  ),
  proxy: z.optional(z.string()),
  budget: z.optional(z.enum(budgetTiers)),
  pageSize: z.optional(z.number()),
  labelTraits: z.optional(z.array(z.string())),
});

export type ConnectionEntry = z.infer<typeof entrySchema>;
export type HeaderEntry = z.infer<typeof headerSchema>;
export type AuthenticationEntry = z.infer<typeof authenticationSchema>;

export type ReadEntry =
  | { readonly kind: 'entry'; readonly entry: ConnectionEntry }
  | { readonly kind: 'unusable'; readonly problem: string };

/** The entry, if it has the form of one; else the first thing that is wrong with it, in one sentence without its values. */
export function readEntry(value: unknown): ReadEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unusable(l10n.t('This entry must look like { "name": "Local", "url": "http://127.0.0.1:4434" }.'));
  }
  const parsed = entrySchema.safeParse(value);
  if (parsed.success) {
    return { kind: 'entry', entry: parsed.data };
  }
  const [issue] = parsed.error.issues;
  return unusable(issue === undefined ? l10n.t('This entry cannot be read.') : issueWords(issue, value));
}

const secretMember =
  /^(secret|token|bearer|api_?key|key|password|passphrase|passwd|credentials?|authorization|cookie|.+(token|password|passphrase|secret|apikey))$/i;

function issueWords(issue: z.core.$ZodIssue, entry: object): string {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const member = pathText([...issue.path, issue.keys[0] ?? '']);
      return issue.keys.some((key) => secretMember.test(key))
        ? l10n.t(
            '“{0}” looks like a secret, which must not be in settings. Remove it and run “Kratos: Enter Secrets” to put it in the secret storage.',
            member,
          )
        : l10n.t('Unknown property “{0}”. Check the spelling.', member);
    }
    case 'invalid_union':
      return l10n.t('“{0}” must be one of {1}.', `${pathText(issue.path)}`, authenticationKinds.join(', '));
    case 'invalid_value':
      return l10n.t('“{0}” must be one of {1}.', pathText(issue.path), issue.values.join(', '));
    case 'invalid_type':
      return valueAt(entry, issue.path) === undefined
        ? l10n.t('“{0}” is missing.', pathText(issue.path))
        : l10n.t('“{0}” must be {1}.', pathText(issue.path), typeWords(issue.expected));
    default:
      return l10n.t('“{0}” cannot be read.', pathText(issue.path));
  }
}

function typeWords(expected: string): string {
  switch (expected) {
    case 'boolean':
      return l10n.t('true or false');
    case 'number':
      return l10n.t('a number');
    case 'array':
      return l10n.t('an array, in square brackets');
    case 'object':
      return l10n.t('an object, in curly braces');
    default:
      return l10n.t('a string, in quotes');
  }
}

/** ["authentication", "headers", 0, "name"] as authentication.headers[0].name. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, place) => (typeof part === 'number' ? `[${part}]` : `${place > 0 ? '.' : ''}${String(part)}`))
    .join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (found, part) => (typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined),
    value,
  );
}

function unusable(problem: string): ReadEntry {
  return { kind: 'unusable', problem };
}
