import { commands, env, l10n, type Position, type TextEditor, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import { validConnections } from '../connections/validConnections.ts';
import type { Target } from '../documents/targets.ts';
import { sessionUri } from '../documents/uris.ts';
import { extractIds } from '../lookup/extractIds.ts';
import { meantIds, type Prefill, prefill, type TextsAtHand, type Wanted } from '../lookup/prefill.ts';
import type { Found } from './finding.ts';
import { offerConnection, showLookup } from './lookupPick.ts';
import { searchConnections } from './searchConnections.ts';
import { isQuestion as isIdentityQuestion, searchIdentities } from './searchIdentities.ts';
import { searchIds } from './searchIds.ts';

export interface FindParts {
  readonly connections: Connections;
  readonly labelTraits: () => readonly string[];
  /** Shows the row in the tree (an identity that its list does not show gets one of its own) and selects it. */
  readonly reveal: (target: Target) => Promise<void>;
  readonly log: (message: string) => void;
  /** Hears of defects; failures of servers are rows. */
  readonly failed: (error: unknown) => void;
}

export interface Find {
  readonly handlers: Pick<Handlers, typeof commandIds.findSession | typeof commandIds.findIdentity>;
  /** Looks one up for another command; undefined when the person leaves or goes elsewhere. */
  readonly pickSession: () => Promise<SessionRef | undefined>;
  readonly pickIdentity: () => Promise<IdentityRef | undefined>;
}

/** The look-ups of the command palette. Given a text as argument, they begin with it. */
export function findCommands(parts: FindParts): Find {
  const go = async (found: Found | undefined) => {
    if (found !== undefined) {
      await openFound(parts, found);
    }
  };
  return {
    handlers: {
      [commandIds.findSession]: async (text) => go(await lookUpSession(parts, text)),
      [commandIds.findIdentity]: async (text) => go(await lookUpIdentity(parts, text)),
    },
    pickSession: async () => {
      const found = await lookUpSession(parts);
      if (found?.kind === 'session') {
        return { ...refOf(found), sessionId: found.session.id };
      }
      await go(found);
      return undefined;
    },
    pickIdentity: async () => {
      const found = await lookUpIdentity(parts);
      return found === undefined ? undefined : refOf(found);
    },
  };
}

async function lookUpSession(parts: FindParts, given?: unknown): Promise<Found | undefined> {
  const { connections, log } = parts;
  if (validConnections(connections).length === 0) {
    await offerConnection();
    return undefined;
  }
  const start = await startOf('session', given);
  // What a selection said of an id is no longer in the text of the input.
  const kinds = new Map(start.ids.map(({ id, kind }) => [id, kind]));
  const idsIn = (text: string) =>
    meantIds(
      extractIds(text).map(({ id, kind }) => ({ id, kind: kind ?? kinds.get(id) })),
      'session',
    );
  return showLookup({
    title: l10n.t('Find Session'),
    placeholder: l10n.t('Session id, or a URL, JSON or log line that contains one'),
    text: start.text,
    isQuestion: (text) => idsIn(text).length > 0,
    search: searchConnections(
      connections,
      (asked, text, report) => searchIds(asked, idsIn(text), 'session', report),
      log,
    ),
    surroundings: () => surroundings(parts, 'session', (text) => idsIn(text).length),
    failed: parts.failed,
  });
}

async function lookUpIdentity(parts: FindParts, given?: unknown): Promise<Found | undefined> {
  const { connections, log } = parts;
  if (validConnections(connections).length === 0) {
    await offerConnection();
    return undefined;
  }
  const start = await startOf('identity', given);
  return showLookup({
    title: l10n.t('Find Identity'),
    placeholder: l10n.t('E-mail address or other identifier (or its beginning), id or external id'),
    text: start.text,
    isQuestion: isIdentityQuestion,
    search: searchConnections(connections, searchIdentities, log),
    surroundings: () => surroundings(parts, 'identity', (text) => meantIds(extractIds(text), 'identity').length),
    failed: parts.failed,
  });
}

async function startOf(wanted: Wanted, given: unknown): Promise<Prefill> {
  return typeof given === 'string' ? { text: given, ids: extractIds(given) } : prefill(wanted, await textsAtHand());
}

function surroundings({ connections, labelTraits }: FindParts, wanted: Wanted, idsIn: (text: string) => number) {
  return { connections, labelTraits: labelTraits(), now: new Date(), wanted, idsIn };
}

/** Opens a found session, and shows what was found in the tree. */
async function openFound({ reveal }: FindParts, found: Found): Promise<void> {
  const ref = refOf(found);
  if (found.kind === 'identity') {
    await reveal({ kind: 'identity', ...ref });
    return;
  }
  const target = { ...ref, sessionId: found.session.id };
  await commands.executeCommand('vscode.open', sessionUri(target));
  await reveal({ kind: 'session', ...target });
}

function refOf(found: Found): IdentityRef {
  return {
    connectionId: found.connectionId,
    identityId: found.kind === 'session' ? found.identityId : found.identity.id,
  };
}

/** An id in any spelling, or an e-mail address: longer than what a language calls a word. */
const wordAtCursor = /[^\s"'`<>()[\]{},;=]+/;
/** A selection of a whole log is no question. */
const longestSelection = 100_000;

/** Long enough for a key, too short for another id. */
const contextLength = 24;

/** What a look-up may begin with. */
export async function textsAtHand(): Promise<TextsAtHand> {
  const editor = window.activeTextEditor;
  const clipboard = await env.clipboard.readText();
  if (editor === undefined) {
    return { selection: '', word: '', beforeWord: '', clipboard };
  }
  const { document, selection } = editor;
  const range = document.getWordRangeAtPosition(selection.active, wordAtCursor);
  return {
    selection: document.getText(selection).slice(0, longestSelection),
    word: range === undefined ? '' : document.getText(range),
    beforeWord: range === undefined ? '' : before(editor, range.start),
    clipboard,
  };
}

function before({ document }: TextEditor, { line, character }: Position): string {
  return document.lineAt(line).text.slice(Math.max(0, character - contextLength), character);
}
