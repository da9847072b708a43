import { json, noSuchResource, notInTheDemo, refused } from '../answer.ts';
import type { DemoIdentity } from '../model.ts';
import { parseUuid } from '../uuid.ts';
import { identityJson } from '../wire.ts';
import type { Handler } from './handler.ts';
import { whole } from './identities.ts';

/** PATCH /admin/identities/{id}: JSON Patch, of which the demo knows a new state. It touches no session's row. */
export const patchIdentity: Handler = ({ params: [idText = ''], body }, server) => {
  const { data, profile } = server;
  const parsed = parseUuid(idText);
  const identity = 'error' in parsed ? undefined : data.identity(parsed.id);
  if (identity === undefined) {
    return noSuchResource();
  }
  const state = newState(body);
  if (state === 'unreadable') {
    return refused('Unable to decode the JSON Patch.');
  }
  if (state === undefined) {
    return notInTheDemo('change anything but the state of an identity');
  }
  data.setState(identity.id, state);
  if (profile.patchMovesUpdatedAt) {
    identity.updatedAt = server.now();
  }
  return json(identityJson(identity, whole(), profile));
};

function newState(body: string): DemoIdentity['state'] | undefined | 'unreadable' {
  let patch: unknown;
  try {
    patch = JSON.parse(body);
  } catch {
    return 'unreadable';
  }
  const operation: unknown = Array.isArray(patch) && patch.length === 1 ? patch[0] : undefined;
  const { op, path, value } = (operation ?? {}) as {
    readonly op?: unknown;
    readonly path?: unknown;
    readonly value?: unknown;
  };
  return op === 'replace' && path === '/state' && (value === 'active' || value === 'inactive') ? value : undefined;
}
