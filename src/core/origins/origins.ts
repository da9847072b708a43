import { day } from './durations.ts';
import { type History, historyOf } from './history.ts';
import type { IdentityFacts } from './identityFacts.ts';
import { joinLines, type Line, linesOf } from './lines.ts';
import { findMark, isRecovery } from './marks.ts';
import { type Answer, kindOfMark, type Mark, marks, type Reason } from './reason.ts';
import { byTime, type NetworkLookup, type SessionFacts, type SourceSession, sessionFacts } from './sessionFacts.ts';
import { type RecentSessions, sharedMark } from './sharedOrigins.ts';
import { eachInSteps, type Steps } from './steps.ts';

export interface OriginsInput {
  /** In any order; of several with one id the first counts. */
  readonly sessions: readonly SourceSession[];
  readonly identity?: IdentityFacts | undefined;
  readonly lookup?: NetworkLookup | undefined;
  /** The newest sessions of all identities, where they were read. */
  readonly recent?: RecentSessions | undefined;
}

/** Where sessions of an identity came from: one line, or several that belong together. */
export interface Origin {
  /** Newest first. */
  readonly sessions: readonly SessionFacts[];
  /** The first session of each network, device family and country; the oldest first. */
  readonly lines: readonly SessionFacts[];
  /** Milliseconds of the epoch; undefined where the first session has no time. */
  readonly firstSeen: number | undefined;
  /** At most one for each mark, in the order of `marks`. */
  readonly reasons: readonly Reason[];
  readonly answers: Readonly<Record<Mark, Answer>>;
}

/** A device that is new within the first days of an origin counts as new with the origin. */
const beginning = 7 * day;
/** An origin in use for this long, and in so many sessions, is one of the usual ones. */
const established = { time: 60 * day, sessions: 5 };
/** Sessions in quick succession from one network. */
const visit = { time: 5 * day, sessions: 3 };
const parsedPerStep = 10;
const markedPerStep = 50;
const linesPerStep = 200;

/**
 * Groups the sessions of an identity by where they came from, each in exactly one origin. Most kinds of reason come
 * first; of equal ones the origin that has least in common with the others, then the newest.
 */
export function* originsInSteps(input: OriginsInput): Steps<Origin[]> {
  const facts = new Map<string, SessionFacts>();
  yield* eachInSteps(input.sessions, parsedPerStep, (session) => {
    if (!facts.has(session.id)) {
      facts.set(session.id, sessionFacts(session, input.lookup));
    }
  });
  const ordered = [...facts.values()].sort(byTime);
  yield;
  const history = yield* historyOf(ordered);
  const lines = yield* linesOf(ordered);
  const groups = yield* joinLines(lines);
  const rarityOf = yield* placeRarity(groups);
  const ranked = [];
  for (const group of groups) {
    const origin = yield* originOf(group, history, input);
    const isScripted = origin.answers.client === 'marked';
    ranked.push({
      origin,
      kinds: kindsTogether(origin),
      rarity: rarityOf(group) + Number(isVisit(origin)) + Number(isScripted),
      began: origin.firstSeen ?? Number.MIN_SAFE_INTEGER,
    });
    yield;
  }
  // Groups are in the order of their first sessions, so that equal ones do not depend on the order of the input.
  ranked.sort((one, other) => other.kinds - one.kinds || other.rarity - one.rarity || other.began - one.began);
  return ranked.map(({ origin }) => origin);
}

function* originOf(lines: readonly Line[], history: History, { identity, recent }: OriginsInput): Steps<Origin> {
  const indexes = lines.flatMap(({ sessions }) => sessions).sort((one, other) => one - other);
  const sessions = indexes.flatMap((index) => history.ordered[index] ?? []);
  const firstSeen = sessions[0]?.time;
  const lasts = (sessions.at(-1)?.time ?? 0) - (firstSeen ?? 0);
  const isEstablished = lasts > established.time && sessions.length >= established.sessions;
  const beforeOrigin = history.earlierThan(indexes[0] ?? 0);
  const reasons = new Map<Mark, Reason>();
  const answers = Object.fromEntries(marks.map((mark) => [mark, 'noData'])) as Record<Mark, Answer>;
  yield* eachInSteps(sessions, markedPerStep, (facts, place) => {
    const index = indexes[place] ?? 0;
    const isBeginning = (facts.time ?? 0) - (firstSeen ?? 0) <= beginning;
    const beforeSession = history.earlierThan(index);
    for (const mark of marks) {
      const kind = kindOfMark[mark];
      // Place and device are marked as they were when the origin began; how someone signed in, for each session.
      const isOfOrigin = kind === 'place' || kind === 'device';
      if (reasons.has(mark) || (kind === 'place' && place > 0) || (kind === 'device' && !isBeginning)) {
        continue;
      }
      const earlier = isOfOrigin ? beforeOrigin : beforeSession;
      const found =
        mark === 'shared' ? sharedMark(facts, recent) : findMark[mark]({ facts, index, earlier, history, identity });
      if (typeof found === 'string') {
        answers[mark] = strongerAnswer(answers[mark], found);
      } else if (isOfOrigin && isEstablished) {
        answers[mark] = 'usual';
      } else {
        answers[mark] = 'marked';
        reasons.set(mark, { kind, session: facts.id, ...found });
      }
    }
  });
  leaveOutOwnRecovery(reasons, answers, sessions);
  return {
    sessions: sessions.reverse(),
    lines: lines.map(({ facts }) => facts),
    firstSeen,
    reasons: marks.flatMap((mark) => reasons.get(mark) ?? []),
    answers,
  };
}

/** Drops the reason for a password written after a recovery, its usual purpose, unless place or device are new. */
function leaveOutOwnRecovery(
  reasons: Map<Mark, Reason>,
  answers: Record<Mark, Answer>,
  sessions: readonly SessionFacts[],
): void {
  const change = reasons.get('change');
  const isNew = [...reasons.values()].some(({ kind }) => kind === 'place' || kind === 'device');
  if (change !== undefined && !isNew && sessions.find(({ id }) => id === change.session)?.methods.some(isRecovery)) {
    reasons.delete('change');
    answers.change = 'usual';
  }
}

const strength: Readonly<Record<Answer, number>> = { noData: 0, tooLittleHistory: 1, usual: 2, marked: 3 };

function strongerAnswer(one: Answer, other: Answer): Answer {
  return strength[other] > strength[one] ? other : one;
}

/** Counts the most kinds of reason found within one day: a new network in March and a recovery in May do not add up. */
function kindsTogether({ reasons, sessions }: Origin): number {
  const times = new Map(sessions.map(({ id, time }) => [id, time ?? 0]));
  const timeOf = ({ session }: Reason) => times.get(session) ?? 0;
  const counts = reasons.map((from) => {
    const together = reasons.filter((one) => timeOf(one) >= timeOf(from) && timeOf(one) - timeOf(from) <= day);
    return new Set(together.map(({ kind }) => kind)).size;
  });
  return Math.max(0, ...counts);
}

/** Returns whether an origin is neither a single session nor in daily use: the visit of a guest or a stranger. */
function isVisit({ sessions, lines, firstSeen }: Origin): boolean {
  const lasts = (sessions[0]?.time ?? 0) - (firstSeen ?? 0);
  const isOneNetwork = lines.every(({ network }) => network?.name === lines[0]?.network?.name);
  return sessions.length >= visit.sessions && lasts <= visit.time && isOneNetwork;
}

/** Yields how little the place where an origin began has in common with all other origins: from 0 to 3. */
function* placeRarity(origins: readonly (readonly Line[])[]): Steps<(lines: readonly Line[]) => number> {
  const found = new Map<string, number | 'several'>();
  const all = origins.flatMap((lines, origin) => lines.map(({ facts }) => ({ facts, origin })));
  yield;
  yield* eachInSteps(all, linesPerStep, ({ facts, origin }) => {
    for (const part of placeParts(facts)) {
      const known = found.get(part) ?? origin;
      found.set(part, known === origin ? origin : 'several');
    }
  });
  return ([first]) => placeParts(first?.facts).filter((part) => found.get(part) !== 'several').length;
}

function placeParts(facts: SessionFacts | undefined): string[] {
  return [facts?.country, facts?.network?.range, facts?.network?.wideRange].filter((part) => part !== undefined);
}
