import { isUuid } from '../kratos/uuid.ts';
import { isActionKind } from './action.ts';
import { noHash } from './auditLog.ts';
import type { AuditRecord, IntentRecord, OutcomeRecord } from './auditRecord.ts';
import { sha256 } from './canonicalJson.ts';

export type AuditLine = AuditRecord & { readonly seq: number; readonly prev: string; readonly hash: string };

/**
 * Why a line is broken.
 * - unreadable: it is cut off, or no line of an audit log.
 * - changed: its hash is not that of its bytes.
 * - order: it does not follow the line before it, so a line was removed, added or moved.
 */
export type AuditProblem = 'unreadable' | 'changed' | 'order';

export type AuditVerdict =
  | { readonly kind: 'whole'; readonly lines: number; readonly head: string | undefined }
  /** `line` is the number of the first broken line, from 1. */
  | { readonly kind: 'broken'; readonly line: number; readonly problem: AuditProblem };

/** The end of each line: its hash, and the end of the object. */
const hashMember = /^,"hash":"([\da-f]{64})"\}$/;
const hashMemberLength = 75;
const closingBrace = Buffer.from('}');

/** Checks the bytes of one file of the audit log. Lines removed from its end are missed: compare the head hash. */
export function verifyAuditLog(bytes: Buffer): AuditVerdict {
  let head = noHash;
  let count = 0;
  for (const line of linesOf(bytes)) {
    count += 1;
    const read = readLine(line);
    if (read === undefined) {
      return { kind: 'broken', line: count, problem: 'unreadable' };
    }
    const unhashed = Buffer.concat([line.subarray(0, -hashMemberLength), closingBrace]);
    if (sha256(unhashed) !== read.hash) {
      return { kind: 'broken', line: count, problem: 'changed' };
    }
    if (read.prev !== head || read.seq !== count) {
      return { kind: 'broken', line: count, problem: 'order' };
    }
    head = read.hash;
  }
  return { kind: 'whole', lines: count, head: head === noHash ? undefined : head };
}

/** Returns the lines of a file that can be read, without checking their hashes. */
export function readAuditLog(bytes: Buffer): readonly AuditLine[] {
  return [...linesOf(bytes)].flatMap((line) => readLine(line) ?? []);
}

/** Returns the unverified intents in files. Ignores ids that are not UUIDs, which this extension never writes. */
export function unfinishedIntents(files: readonly Buffer[]): readonly (AuditLine & IntentRecord)[] {
  return unverifiedIntents(files.flatMap(readAuditLog)).filter(({ identity, targets }) =>
    [identity, ...targets].every(isUuid),
  );
}

/**
 * Returns the intents without an outcome that verified them: a window ended before, the server could not be read, or
 * they still run.
 */
export function unverifiedIntents(lines: readonly AuditLine[]): readonly (AuditLine & IntentRecord)[] {
  const verified = new Set(lines.flatMap((line) => (line.kind === 'outcome' && isVerified(line) ? [line.intent] : [])));
  return lines.filter((line) => line.kind === 'intent').filter(({ hash }) => !verified.has(hash));
}

/** Returns whether each row of an action was read again after its request. */
function isVerified({ results }: OutcomeRecord): boolean {
  return !results.some(({ status, verified }) => status === 'failed' && !verified);
}

/** Yields each line without its end; a last line without one as it is. */
function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf('\n', start);
    yield bytes.subarray(start, end < 0 ? bytes.length : end);
    start = end < 0 ? bytes.length : end + 1;
  }
}

function readLine(line: Buffer): AuditLine | undefined {
  const hash = hashMember.exec(line.subarray(-hashMemberLength).toString('latin1'))?.[1];
  if (hash === undefined) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return isAuditLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Checks the members that are read of a line, which anyone may have written. */
function isAuditLine(value: unknown): value is AuditLine {
  if (!isRecord(value)) {
    return false;
  }
  const { kind, seq, prev, time, identity, connection, action, targets, evidence, intent, results } = value;
  const isKnown = isRecord(action) && isActionKind(action.kind);
  const isIntent = isTexts(targets) && isRecord(evidence) && isTexts([evidence.file, evidence.sha256]);
  const isOutcome = typeof intent === 'string' && Array.isArray(results) && results.every(isResult);
  return (
    isKnown &&
    (kind === 'intent' ? isIntent : kind === 'outcome' && isOutcome) &&
    typeof seq === 'number' &&
    isTexts([prev, identity]) &&
    typeof time === 'string' &&
    !Number.isNaN(Date.parse(time)) &&
    isRecord(connection) &&
    isTexts([connection.name, connection.origin])
  );
}

function isResult(value: unknown): boolean {
  return isRecord(value) && isTexts([value.id, value.status]);
}

function isRecord(value: unknown): value is Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
