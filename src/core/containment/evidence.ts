import type { Identity } from '../kratos/identity.ts';
import { exactText } from '../kratos/json/exactJson.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import { isUuid } from '../kratos/uuid.ts';
import { canonicalJson, sha256 } from './canonicalJson.ts';
import { keyOf, type Plan, planSha256 } from './plan.ts';
import type { Operation } from './ports.ts';

export interface EvidenceFile {
  /** Relative to the folder of the evidence, with "/". */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Where evidence is kept. */
export interface EvidenceStore {
  /**
   * Writes files that only the user can read into a new folder. Resolves to its path when all files are on the disk. If
   * one is not, removes the folder and rejects.
   */
  write(folder: string, files: readonly EvidenceFile[]): Promise<string>;
}

/** Where evidence was kept, and the SHA-256 of its manifest, which has those of all other files. */
export interface EvidenceReceipt {
  readonly file: string;
  readonly sha256: string;
}

interface EvidenceInput {
  readonly plan: Plan;
  /** As GET /admin/identities/{id} sends it: without the secrets of its credentials. */
  readonly identity: Identity;
  readonly sessions: readonly (Session | Malformed)[];
  readonly operation: Operation;
  readonly at: Date;
  readonly serverDateOffset: number | undefined;
}

export const manifestName = 'MANIFEST.json';

/** Writes the exact bytes of the identity and of each selected session, the plan, and a manifest of them. */
export async function keepEvidence(store: EvidenceStore, input: EvidenceInput): Promise<EvidenceReceipt> {
  const { plan, operation, at, serverDateOffset } = input;
  const hash = planSha256(plan);
  const files = [...contents(input)];
  const manifest = {
    v: 1,
    time: at.toISOString(),
    serverDateOffset,
    ...operation,
    connection: plan.connection,
    identity: plan.identity.id,
    action: plan.action.kind,
    readAt: plan.readAt,
    list: plan.list,
    targets: plan.targets.map(({ id }) => id),
    planSha256: hash,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) })),
  };
  const bytes = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  const folder = `${at.toISOString().replaceAll(/[:.]/g, '-')}-${hash.slice(0, 8)}`;
  const file = await store.write(folder, [...files, { name: manifestName, bytes }]);
  return { file, sha256: sha256(bytes) };
}

function* contents({ plan, identity, sessions }: EvidenceInput): Generator<EvidenceFile> {
  yield { name: 'plan.json', bytes: Buffer.from(canonicalJson(plan)) };
  yield { name: 'identity.json', bytes: Buffer.from(exactText(identity.json)) };
  const selected = new Set([...plan.targets, ...plan.ended, ...plan.impossible].map(({ id }) => keyOf(id)));
  for (const [place, { id, json }] of sessions.entries()) {
    const key = keyOf(id);
    if (selected.delete(key)) {
      // An id that is not a UUID may be any text, so no file gets its name.
      const name = isUuid(id) ? id : `row-${place + 1}`;
      yield { name: `sessions/${name}.json`, bytes: Buffer.from(exactText(json)) };
    }
  }
  const missing = plan.targets.find(({ id }) => selected.has(keyOf(id)));
  if (missing !== undefined && plan.scope !== 'identity') {
    throw new Error(`The session ${missing.id} was not read.`);
  }
}
