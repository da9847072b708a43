import { Uri } from 'vscode';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import { parseKratosUri, type SessionForm } from './uris.ts';

/** A session or identity; `form` is that of the file that names it. */
export type Target =
  | ({ readonly kind: 'session'; readonly form?: SessionForm } & SessionRef)
  | ({ readonly kind: 'identity' } & IdentityRef);

/** Where a command without arguments finds its target, in this order. */
export interface TargetSources {
  /** The rows that are selected in the page of the active tab, which stays active while the tree has the focus. */
  readonly pageSelection: () => readonly Target[];
  readonly activeFile: () => Uri | undefined;
  readonly treeSelection: () => readonly unknown[];
  /** Whether rows of the tree were selected after the user was in an editor. If so, they come first. */
  readonly isTreeInUse: () => boolean;
  /** Opens a look-up that names the command that waits for it. Resolves to undefined when the user closes it. */
  readonly pickSession: (pending: string) => Promise<SessionRef | undefined>;
  readonly pickIdentity: (pending: string) => Promise<IdentityRef | undefined>;
}

/**
 * Finds the sessions that a command acts on: the rows of its menu, the file of its editor, the rows of the tree while
 * it is in use, the rows of the active page, the active file, the selected rows, or the result of a look-up, whose
 * title names the command. Empty when the user closes the look-up.
 */
export function sessionTargets(
  args: readonly unknown[],
  sources: TargetSources,
  command: string,
): Promise<readonly SessionRef[]> {
  return findTargets(args, sources, sessionsOf, () => sources.pickSession(command));
}

/**
 * Finds the identities that a command acts on, each once. A session stands for its identity, whose page selects it.
 */
export function identityTargets(
  args: readonly unknown[],
  sources: TargetSources,
  command: string,
): Promise<readonly (IdentityRef | SessionRef)[]> {
  const identities = (targets: readonly Target[]) => [
    ...new Map(targets.map((target) => [`${target.connectionId}/${target.identityId}`, target])).values(),
  ];
  return findTargets(args, sources, identities, () => sources.pickIdentity(command));
}

/**
 * Finds the sessions that a command acts on as `sessionTargets` does, or the identities where there are no sessions.
 */
export function sessionOrIdentityTargets(
  args: readonly unknown[],
  sources: TargetSources,
  command: string,
): Promise<readonly Target[]> {
  const select = (targets: readonly Target[]) => {
    const sessions = sessionsOf(targets);
    return sessions.length > 0 ? sessions : targets;
  };
  return findTargets(args, sources, select, async () => {
    const picked = await sources.pickSession(command);
    return picked && { kind: 'session' as const, ...picked };
  });
}

/** Returns how many of the rows that a menu or a page passes could not be read, so that no command can act on them. */
export function unreadableRows([, all]: readonly unknown[]): number {
  return Array.isArray(all) ? all.filter((node) => isRecord(node) && node.kind === 'malformed').length : 0;
}

/** Returns the sessions among the rows that a menu passes, else among the selected rows. */
export function selectedSessions(args: readonly unknown[], sources: TargetSources): readonly SessionRef[] {
  const given = argumentTargets(args, sources);
  const inPage = sources.pageSelection();
  const inTree = sources.treeSelection().flatMap(nodeTarget);
  const isInTree = inPage.length === 0 || (sources.isTreeInUse() && inTree.length > 0);
  return sessionsOf(given.length > 0 ? given : isInTree ? inTree : inPage);
}

async function findTargets<Ref>(
  args: readonly unknown[],
  sources: TargetSources,
  select: (targets: readonly Target[]) => readonly Ref[],
  pick: () => Promise<Ref | undefined>,
): Promise<readonly Ref[]> {
  const given = select(argumentTargets(args, sources));
  const found = [given, ...impliedTargets(args, sources).map(select)].find((refs) => refs.length > 0);
  if (found !== undefined) {
    return found;
  }
  const picked = await pick();
  return picked === undefined ? [] : [picked];
}

function sessionsOf(targets: readonly Target[]) {
  return targets.filter((target) => target.kind === 'session');
}

/**
 * A menu of the tree passes the clicked row and all selected rows; a menu of an editor passes its URI. A menu of a page
 * passes what stands in its HTML: its host has the selected rows.
 */
function argumentTargets([first, all]: readonly unknown[], sources: TargetSources): readonly Target[] {
  if (isRecord(first) && 'webviewSection' in first) {
    return sources.pageSelection();
  }
  const several = Array.isArray(all) ? all.flatMap(nodeTarget) : [];
  return several.length > 0 ? several : first instanceof Uri ? fileTarget(first) : nodeTarget(first);
}

/** Returns groups of targets: the first with a suitable one counts. */
function impliedTargets(args: readonly unknown[], sources: TargetSources): readonly (readonly Target[])[] {
  // A command on an unsuitable row must not act on another target.
  if (args.length > 0 && args[0] !== undefined) {
    return [];
  }
  const selected = sources.treeSelection().flatMap(nodeTarget);
  const inTree = sources.isTreeInUse() ? [selected] : [];
  const inPage = sources.pageSelection();
  if (inPage.length > 0) {
    return [...inTree, inPage];
  }
  const file = sources.activeFile();
  const active = file === undefined ? [] : fileTarget(file);
  // The click that begins a multiple selection also opens its row, so the active file stands for all selected rows.
  const isOneOfSelected = selected.length > 1 && active.some((one) => selected.some((row) => isSame(one, row)));
  return [...inTree, isOneOfSelected || active.length === 0 ? selected : active];
}

function isSame(one: Target, other: Target): boolean {
  const sameOwner = one.connectionId === other.connectionId && one.identityId === other.identityId;
  const session = (target: Target) => (target.kind === 'session' ? target.sessionId : undefined);
  return sameOwner && session(one) === session(other);
}

function fileTarget(uri: Uri): readonly Target[] {
  const file = parseKratosUri(uri);
  return file === undefined ? [] : [file];
}

/** Recognizes a row by its shape, because documents may not import the tree. */
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
