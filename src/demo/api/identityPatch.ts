import { decodeGo, goKind, type Json } from '../goJson.ts';
import type { DemoIdentity } from '../model.ts';
import type { Profile } from '../profile.ts';
import { type DemoResponse, failure, json, noSuchResource, notInTheDemo, refused } from '../responses.ts';
import { parseUuid } from '../uuid.ts';
import { identityJson } from '../wire.ts';
import type { DemoHandler } from './handler.ts';
import { fullForm } from './identities.ts';

/** PATCH /admin/identities/{id}: JSON Patch; the demo only replaces the state and traits. Sessions keep their rows. */
export const patchIdentity: DemoHandler = ({ params: [idText = ''], body }, server) => {
  const { data, profile } = server;
  const parsed = parseUuid(idText);
  const identity = 'error' in parsed ? undefined : data.identity(parsed.id);
  if (identity === undefined) {
    return noSuchResource();
  }
  const patched = apply(body, identity, profile);
  if ('kind' in patched) {
    return patched;
  }
  if (patched.state !== 'active' && patched.state !== 'inactive') {
    return failure(400, 'Bad Request', {
      reason: `The supplied state ('${patched.state}') was not valid. Valid states are ('active', 'inactive').`,
      message: 'identity state is not valid',
    });
  }
  data.setState(identity.id, patched.state);
  identity.traits = patched.traits;
  // v1.3.1 reads its response before the write that changes the credentials' times.
  const before = identityJson(identity, fullForm(), profile);
  identity.updatedAt = server.now();
  return json(profile.writeMoves === 'credentials' ? before : identityJson(identity, fullForm(), profile));
};

interface Patched {
  readonly state: string;
  readonly traits: Json;
}

interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly value?: Json;
}

/** Applies a patch to a copy, or returns the error. */
function apply(body: string, { state, traits }: DemoIdentity, profile: Profile): Patched | DemoResponse {
  const newer = profile.wording === 'since head';
  const decoded = decodeGo(body, 'array', newer ? '[]identity.patchOp' : 'jsonpatch.Patch');
  const unreadable = newer ? 'failed to unmarshal JSON patch' : olderReason;
  if ('error' in decoded) {
    return unapplied(unreadable, decoded.error);
  }
  const reason = newer ? 'failed to apply JSON patch' : olderReason;
  let patched: Patched = { state, traits };
  for (const operation of (decoded.value ?? []) as readonly unknown[]) {
    if (goKind(operation) !== 'object') {
      const type = newer ? 'identity.patchOp' : 'jsonpatch.Operation';
      return unapplied(unreadable, `json: cannot unmarshal ${goKind(operation)} into Go value of type ${type}`);
    }
    const { op, path, value = null } = (operation ?? {}) as Operation;
    if (op !== 'add' && op !== 'replace' && op !== 'remove') {
      return unapplied(reason, `unsupported operation: ${String(op)}`);
    }
    const text = String(path);
    if (['/id', '/statechangedat', '/credentials'].includes(text.toLowerCase())) {
      return unapplied(reason, `patch includes denied path: ${text}`);
    }
    if (text === '/state' && op !== 'remove' && typeof value === 'string') {
      patched = { ...patched, state: value };
      continue;
    }
    if (text === '/traits/email' && typeof value === 'string' && !value.includes('@')) {
      return refused(noEmail(value, profile));
    }
    const [root, ...names] = text.split('/').slice(1);
    const changed =
      root === 'traits' && op !== 'remove' && !identifying.has(names[0] ?? '')
        ? withMember(patched.traits, names, value)
        : undefined;
    if (changed === undefined) {
      return notInTheDemo('change anything of an identity but its state and traits that are not identifiers');
    }
    patched = { ...patched, traits: changed };
  }
  return patched;
}

/** Traits that are also addresses and identifiers of credentials. */
const identifying: ReadonlySet<string> = new Set(['email', 'phone', 'username']);

const olderReason = 'An error occured when applying the JSON patch';

function unapplied(reason: string, message: string): DemoResponse {
  return failure(400, 'Bad Request', { reason, message });
}

/** Returns a copy with a member set inside existing objects; undefined if one of them is missing. */
function withMember(target: Json, [name, ...rest]: readonly string[], value: Json): Json | undefined {
  if (name === undefined || goKind(target) !== 'object' || target === null) {
    return undefined;
  }
  const members = target as { readonly [name: string]: Json };
  const member = rest.length === 0 ? value : withMember(members[name] ?? null, rest, value);
  return member === undefined ? undefined : { ...members, [name]: member };
}

/** Returns Kratos' error for an invalid address, which repeats the same problem. */
function noEmail(value: string, { wording }: Profile): string {
  const place = 'I[#/traits/email] S[#/properties/traits/properties/email';
  const problem = `  ${place}/format] ${JSON.stringify(value)} is not valid "email"`;
  const again =
    wording === 'since head'
      ? `  ${place}/format] ${JSON.stringify(value)} can not be normalized for format "email"`
      : problem;
  return [`${place}] validation failed`, problem, again].join('\n');
}
