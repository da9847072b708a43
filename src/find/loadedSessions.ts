import { l10n, ThemeIcon } from 'vscode';
import { labelTraitsOf } from '../connections/connectionFacts.ts';
import type { LoadedSession } from '../core/directory/directory.ts';
import { eachInSteps, type Steps } from '../core/origins/steps.ts';
import {
  completeQuery,
  type QuerySuggestion,
  QueryValueCounts,
  type QueryValues,
} from '../core/query/completeQuery.ts';
import { parseQuery, type QueryFacts } from '../core/query/parseQuery.ts';
import { numberWords } from '../text/counts.ts';
import { identityName } from '../text/identityName.ts';
import { queryFacts } from '../text/queryFacts.ts';
import { queryFieldWords, queryProblemText } from '../text/queryWords.ts';
import { methodWords } from '../text/sessionWords.ts';
import { factLine, rowText } from '../text/visibleText.ts';
import { type FoundRowContext, findingRow, groupOfRows, type LookupRow, note } from './rows.ts';
import type { LookupFinding } from './searchConnections.ts';

/** The sessions to find something in: of one identity, or of all identities of a connection. */
export interface LoadedScope {
  readonly connectionId: string;
  readonly identityId: string | undefined;
}

/** A row of the pick. Accepting one with `completed` replaces the query by it. */
export type LoadedRow = LookupRow & { readonly completed?: string };

const shownSessions = 100;
const shownSuggestions = 5;

type SessionFinding = Extract<LookupFinding, { kind: 'session' }>;

/** How many items are worked on in one step, which takes some milliseconds. */
const steps = { prepared: 50, matched: 1000, shown: 20 };

interface SearchedSession {
  readonly finding: SessionFinding;
  readonly facts: QueryFacts;
}

/** Yields while it prepares the loaded sessions of a scope for searches. */
export function* loadedSessions(
  { connectionId, identityId }: LoadedScope,
  { connections, labelTraits, now }: FoundRowContext,
): Steps<LoadedSessions> {
  const directory = connections.directory(connectionId);
  const traits = labelTraitsOf(connections.get(connectionId), labelTraits);
  const loaded = (directory?.loadedSessions() ?? []).filter(
    (one) => identityId === undefined || one.identityId === identityId,
  );
  const sessions: SearchedSession[] = [];
  const counts = new QueryValueCounts();
  yield* eachInSteps(loaded, steps.prepared, (one) => {
    const identity = directory?.knownIdentity(one.identityId);
    const facts = sessionFacts(one, () =>
      queryFacts(
        one.session,
        {
          identityId: one.identityId,
          identity,
          name: identity && identityName(identity, traits),
          identityState: directory?.identityState(one.identityId),
        },
        now,
      ),
    );
    counts.add(facts);
    sessions.push({ finding: { kind: 'session', connectionId, ...one, identity }, facts });
  });
  sessions.sort((one, other) => (other.facts.issuedAt ?? 0) - (one.facts.issuedAt ?? 0));
  yield;
  return new LoadedSessions(sessions, counts.values);
}

/** The loaded sessions of a scope, newest first, as they were when the pick was opened. */
export class LoadedSessions {
  readonly #sessions: readonly SearchedSession[];
  readonly #values: QueryValues;

  constructor(sessions: readonly SearchedSession[], values: QueryValues) {
    this.#sessions = sessions;
    this.#values = values;
  }

  /** Yields while it finds the rows of a query: its problems, suggestions for its last term, and sessions. */
  *rows(text: string, context: FoundRowContext): Steps<readonly LoadedRow[]> {
    const { matches, problems } = parseQuery(text, context.now.getTime());
    const found: SessionFinding[] = [];
    yield* eachInSteps(this.#sessions, steps.matched, ({ facts, finding }) => {
      if (matches(facts)) {
        found.push(finding);
      }
    });
    const shown: LoadedRow[] = [];
    yield* eachInSteps(found.slice(0, shownSessions), steps.shown, (finding) => {
      shown.push(sessionRow(finding, context));
    });
    return [
      ...problems.map((problem) => ({
        ...note(rowText(queryProblemText(problem)), l10n.t('This part is ignored. It hides no session.')),
        iconPath: new ThemeIcon('warning'),
      })),
      ...groupOfRows(
        l10n.t('Continue the query'),
        this.#suggestions(text).map((suggestion) => suggestionRow(text, suggestion)),
      ),
      ...groupOfRows(
        l10n.t('{0} of {1} loaded sessions', numberWords(found.length), numberWords(this.#sessions.length)),
        shown,
      ),
      ...this.#endRows(found.length),
    ];
  }

  #suggestions(text: string): readonly QuerySuggestion[] {
    if (/(?:^|\s)-?$/.test(text)) {
      return [];
    }
    return completeQuery(text, text.length, this.#values, shownSuggestions);
  }

  #endRows(found: number): readonly LoadedRow[] {
    if (this.#sessions.length === 0) {
      return [note(l10n.t('No sessions are loaded here'), l10n.t('Expand identities in the tree, then try again.'))];
    }
    if (found === 0) {
      return [
        note(
          l10n.t('None of the {0} loaded sessions matches', numberWords(this.#sessions.length)),
          l10n.t('Only loaded sessions are searched. Load more in the tree, or change the query.'),
        ),
      ];
    }
    const more = found - shownSessions;
    return more <= 0
      ? []
      : [note(l10n.t('{0} more sessions match', numberWords(more)), l10n.t('Add to the query to see fewer.'))];
  }
}

/** Returns no facts but the ids if `read` throws: the row then says so. */
function sessionFacts({ identityId, session }: LoadedSession, read: () => QueryFacts): QueryFacts {
  try {
    return read();
  } catch {
    const none: readonly string[] = [];
    return {
      ip: none,
      userAgent: none,
      device: none,
      country: none,
      place: none,
      methods: none,
      providers: none,
      aal: none,
      state: none,
      issuedAt: undefined,
      text: [session.id, identityId],
    };
  }
}

/** Adds what may be searched for, but other rows leave out: usual methods, and the address where the place is known. */
function sessionRow(finding: SessionFinding, context: FoundRowContext): LoadedRow {
  const row = findingRow(finding, context);
  const { devices, methods } = finding.session;
  const address = devices[0]?.location ? devices[0].ipAddress : undefined;
  const used = [...new Set(methods.map(methodWords))].join(' + ');
  return { ...row, detail: factLine([row.detail, rowText(used), address && rowText(address)]) };
}

function suggestionRow(text: string, suggestion: QuerySuggestion): LoadedRow {
  const { start, end, field, value } = suggestion;
  return {
    label: rowText(value ?? suggestion.text),
    description: queryFieldWords()[field],
    alwaysShow: true,
    iconPath: new ThemeIcon('filter'),
    found: undefined,
    completed: text.slice(0, start) + suggestion.text + (value === undefined ? '' : ' ') + text.slice(end),
  };
}
