import { TabInputCustom, TabInputText, TabInputTextDiff, Uri, window } from 'vscode';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import { parseKratosUri } from './uris.ts';

/** What a command is about. */
export type Target = ({ readonly kind: 'session' } & SessionRef) | ({ readonly kind: 'identity' } & IdentityRef);

/** Where a command finds what it is about when its arguments do not say: in this order. */
export interface TargetSources {
  /** The file that the active editor shows. */
  readonly activeFile: () => Uri | undefined;
  /** The rows selected in the tree. */
  readonly treeSelection: () => readonly unknown[];
  /** Offers a look-up; undefined when the person leaves it. */
  readonly pickSession: () => Promise<SessionRef | undefined>;
  readonly pickIdentity: () => Promise<IdentityRef | undefined>;
}

/**
 * The sessions that a command is about: the rows of its menu (all selected ones), the file of its editor, the active
 * editor's file (with the others, where it is one of several rows selected in the tree), the tree's selection, or one that the person looks up now. Empty when they do not.
 */
export async function sessionTargets(args: readonly unknown[], sources: TargetSources): Promise<readonly SessionRef[]> {
  const at = (targets: readonly Target[]) => targets.filter((target) => target.kind === 'session');
  const found = firstFilled(at(argumentTargets(args)), () => at(impliedTargets(args, sources)));
  if (found.length > 0) {
    return found;
  }
  const picked = await sources.pickSession();
  return picked === undefined ? [] : [picked];
}

/** As sessionTargets, for identities: a session stands for its identity. None twice. */
export async function identityTargets(
  args: readonly unknown[],
  sources: TargetSources,
): Promise<readonly IdentityRef[]> {
  const found = firstFilled(argumentTargets(args), () => impliedTargets(args, sources));
  if (found.length > 0) {
    return [...new Map(found.map((target) => [`${target.connectionId}/${target.identityId}`, target])).values()];
  }
  const picked = await sources.pickIdentity();
  return picked === undefined ? [] : [picked];
}

/** The sessions among the rows that a menu passes, else among those selected in the tree. */
export function selectedSessions(args: readonly unknown[], sources: TargetSources): readonly SessionRef[] {
  const given = argumentTargets(args);
  return (given.length > 0 ? given : sources.treeSelection().flatMap(nodeTarget)).filter(
    (target) => target.kind === 'session',
  );
}

/** The file of the active tab, whichever editor shows it; of a comparison, the right side. */
export function activeTabFile(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof TabInputCustom || input instanceof TabInputText) {
    return input.uri;
  }
  return input instanceof TabInputTextDiff ? input.modified : undefined;
}

/** A tree's menu passes the row under the pointer and all selected rows; an editor's passes its address. */
function argumentTargets([first, all]: readonly unknown[]): readonly Target[] {
  const several = Array.isArray(all) ? all.flatMap(nodeTarget) : [];
  return several.length > 0 ? several : first instanceof Uri ? fileTarget(first) : nodeTarget(first);
}

function impliedTargets(args: readonly unknown[], sources: TargetSources): readonly Target[] {
  // A row that the command is not for is an answer too: it must not turn into another one.
  if (args.length > 0 && args[0] !== undefined) {
    return [];
  }
  const file = sources.activeFile();
  const active = file === undefined ? [] : fileTarget(file);
  const selected = sources.treeSelection().flatMap(nodeTarget);
  // Of several selected rows the first was opened by the click that selected it: its file stands for itself alone only
  // when it is not one of them.
  const isOneOfSelected = selected.length > 1 && active.some((one) => selected.some((row) => isSame(one, row)));
  return isOneOfSelected ? selected : firstFilled(active, () => selected);
}

function isSame(one: Target, other: Target): boolean {
  const sameOwner = one.connectionId === other.connectionId && one.identityId === other.identityId;
  const session = (target: Target) => (target.kind === 'session' ? target.sessionId : undefined);
  return sameOwner && session(one) === session(other);
}

function firstFilled<T>(first: readonly T[], next: () => readonly T[]): readonly T[] {
  return first.length > 0 ? first : next();
}

function fileTarget(uri: Uri): readonly Target[] {
  const file = parseKratosUri(uri);
  return file === undefined ? [] : [file];
}

/** Rows are known by their shape alone, so that files need not know the tree. */
function nodeTarget(node: unknown): readonly Target[] {
  if (!isRecord(node) || !isRecord(node.ref)) {
    return [];
  }
  const { connectionId, identityId, sessionId } = node.ref;
  if (typeof connectionId !== 'string' || typeof identityId !== 'string') {
    return [];
  }
  if (node.kind === 'session' && typeof sessionId === 'string') {
    return [{ kind: 'session', connectionId, identityId, sessionId }];
  }
  return node.kind === 'identity' ? [{ kind: 'identity', connectionId, identityId }] : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
