import { commands, env, l10n, type Position, type TextEditor, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import { labelTraitsOf } from '../connections/connectionFacts.ts';
import { type Connections, validConnections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import type { Identity } from '../core/kratos/identity.ts';
import { extractIds, type FoundId } from '../core/lookup/extractIds.ts';
import { type PrefillSources, prefill, relevantIds, type SearchedKind } from '../core/lookup/prefill.ts';
import type { Target, TargetSources } from '../files/targets.ts';
import { sessionUri } from '../files/uris.ts';
import { identityName } from '../text/identityName.ts';
import { showOrMark } from '../text/unshown.ts';
import { idPattern } from './documentsWithIds.ts';
import { findInLoaded } from './findInLoaded.ts';
import { offerConnection, showLookup } from './lookupPick.ts';
import type { FoundRowContext } from './rows.ts';
import { type FoundItem, type SearchTarget, searchConnections, targetOf } from './searchConnections.ts';
import { isSearchable, searchIdentitiesAndNames } from './searchIdentities.ts';
import { searchIds } from './searchIds.ts';

interface FindParts {
  readonly connections: Connections;
  readonly sources: TargetSources;
  readonly labelTraits: () => readonly string[];
  /** Selects the row in the tree, adding one for an identity that the list does not show. */
  readonly reveal: (target: Target) => Promise<void>;
  readonly log: (message: string) => void;
  /** Handles errors of the extension. Failures of servers are rows. */
  readonly failed: (error: unknown) => void;
}

/** Returns the look-ups of the command palette, whose argument is an initial text, and those for other commands. */
export function findCommands(parts: FindParts) {
  const open = async (found: FoundItem | undefined) => {
    if (found !== undefined) {
      await openFound(parts, found);
    }
  };
  return {
    handlers: {
      [commandIds.findSession]: async (text: unknown) => open(await lookUp(parts, 'session', { text })),
      [commandIds.findIdentity]: async (text: unknown) => open(await lookUp(parts, 'identity', { text })),
      [commandIds.findInKratos]: async () => open(await lookUpAtCursor(parts)),
      [commandIds.findInLoaded]: async (...args: unknown[]) =>
        open(await findInLoaded(args, parts.sources, () => rowContext(parts, 'session'))),
    },
    /** Opens a found identity and resolves to undefined, because the command needs a session. */
    pickSession: async (pending: string): Promise<SessionRef | undefined> => {
      const found = await lookUp(parts, 'session', { title: l10n.t('{0}: which session?', pending) });
      const target = found && targetOf(found);
      if (target?.kind === 'session') {
        return target;
      }
      await open(found);
      return undefined;
    },
    /** The id of a session finds its identity, and names the session. */
    pickIdentity: async (pending: string): Promise<IdentityRef | SessionRef | undefined> => {
      const found = await lookUp(parts, 'identity', { title: l10n.t('{0}: which identity?', pending) });
      return found && targetOf(found);
    },
  };
}

/** Looks up the selection or the id at the cursor, also one of something else, or an address. */
function lookUpAtCursor(parts: FindParts): Promise<FoundItem | undefined> {
  const sources = textsOfEditor(idPattern);
  const session = prefill('session', sources, 'ifAlone');
  const identity = prefill('identity', sources);
  const title = l10n.t('Find in Kratos');
  return session.text === '' && identity.text !== ''
    ? lookUp(parts, 'identity', { ...identity, title })
    : lookUp(parts, 'session', { ...session, text: session.text || sources.word, title });
}

interface LookupStart {
  /** The initial text, if it is a string; else what the editor and the clipboard offer. */
  readonly text?: unknown;
  /** The ids in it with the kinds that their surroundings gave them. */
  readonly ids?: readonly FoundId[];
  /** Names what waits for the look-up. */
  readonly title?: string;
}

async function lookUp(
  parts: FindParts,
  wanted: SearchedKind,
  { text: given, ids, title }: LookupStart,
): Promise<FoundItem | undefined> {
  const { connections, log, failed } = parts;
  if (validConnections(connections).length === 0) {
    await offerConnection();
    return undefined;
  }
  const isSession = wanted === 'session';
  const start =
    typeof given === 'string'
      ? { text: given, ids: ids ?? extractIds(given) }
      : prefill(wanted, { ...textsOfEditor(), clipboard: await env.clipboard.readText() });
  // The input does not contain the kinds that the surroundings of a selected id named.
  const kinds = new Map(isSession ? start.ids.map(({ id, kind }) => [id, kind]) : []);
  const idsIn = (text: string) =>
    relevantIds(
      extractIds(text).map(({ id, kind }) => ({ id, kind: kind ?? kinds.get(id) })),
      wanted,
    );
  const nameOf = ({ connectionId }: SearchTarget) => {
    const traits = labelTraitsOf(connections.get(connectionId), parts.labelTraits());
    return (identity: Identity) =>
      showOrMark(
        () => identityName(identity, traits),
        () => '',
      );
  };
  return showLookup({
    title: title ?? (isSession ? l10n.t('Find Session') : l10n.t('Find Identity')),
    placeholder: isSession
      ? l10n.t('Session id, or a URL, JSON or log line that contains one')
      : l10n.t('E-mail address or other identifier (or its beginning), id, external id, or name of a loaded identity'),
    text: start.text,
    isSearchable: isSession ? (text) => idsIn(text).length > 0 : isSearchable,
    search: searchConnections(
      connections,
      isSession
        ? (target, text, report) => searchIds(target, idsIn(text), wanted, report)
        : (target, text, report) => searchIdentitiesAndNames(target, text, nameOf(target), report),
      log,
    ),
    surroundings: () => ({
      ...rowContext(parts, wanted),
      idsIn: (text) => idsIn(text).length,
    }),
    failed,
  });
}

function rowContext({ connections, labelTraits }: FindParts, wanted: SearchedKind): FoundRowContext {
  return { connections, labelTraits: labelTraits(), now: new Date(), wanted };
}

/** Opens a found session and selects the finding in the tree. */
async function openFound({ reveal }: FindParts, found: FoundItem): Promise<void> {
  const target = targetOf(found);
  if (target.kind === 'session') {
    await commands.executeCommand('vscode.open', sessionUri(target));
  }
  await reveal(target);
}

/** Matches ids and e-mail addresses, which are longer than the words of most languages. */
const wordAtCursor = /[^\s"'`<>()[\]{},;=]+/;
const longestSelection = 100_000;

/** Long enough for a key, but too short for another id. */
const contextLength = 24;

/** Returns the texts of the active editor. The word at the cursor is one of the first pattern that it is in. */
function textsOfEditor(...words: readonly RegExp[]): PrefillSources {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    return { selection: '', word: '', beforeWord: '', clipboard: '' };
  }
  const { document, selection } = editor;
  const range = [...words, wordAtCursor]
    .map((word) => document.getWordRangeAtPosition(selection.active, word))
    .find((found) => found !== undefined);
  return {
    selection: document.getText(selection).slice(0, longestSelection),
    word: range === undefined ? '' : document.getText(range),
    beforeWord: range === undefined ? '' : before(editor, range.start),
    clipboard: '',
  };
}

function before({ document }: TextEditor, { line, character }: Position): string {
  return document.lineAt(line).text.slice(Math.max(0, character - contextLength), character);
}
