import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../../../../src/core/containment/canonicalJson.ts';
import {
  checkAgain,
  checkIntent,
  contain,
  type Draft,
  draftOfFailed,
} from '../../../../src/core/containment/contain.ts';
import { manifestName } from '../../../../src/core/containment/evidence.ts';
import type { Selection } from '../../../../src/core/containment/plan.ts';
import type { ContainmentPorts } from '../../../../src/core/containment/ports.ts';
import { unfinishedIntents, verifyAuditLog } from '../../../../src/core/containment/readAuditLog.ts';
import type { RowResult } from '../../../../src/core/containment/result.ts';
import { TransportError, type WriteRequest } from '../../../../src/core/http/transport.ts';
import { adaId } from '../../builders/identityBuilder.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { jsonError, jsonResponse, ModelServer, noContent } from './modelServer.ts';
import { Disk, draftOf, portsOf } from './operation.ts';

const changesByOthers = [
  'log in',
  'revoke by another',
  'delete by another',
  'disable or enable',
  'hide by a gateway',
] as const;
const faults = ['fail', 'lose the response', 'accept without effect'] as const;
const ends = ['lock', 'cancel', 'end the window before', 'end the window after'] as const;

/** What happens around one request, one file or one question. `place` chooses a session or a failure. */
interface Event {
  readonly what: 'nothing' | (typeof changesByOthers)[number] | (typeof faults)[number] | (typeof ends)[number];
  readonly place: number;
}

const event = (quiet: number): fc.Arbitrary<Event> =>
  fc.record({
    what: fc.oneof(
      { weight: quiet, arbitrary: fc.constant('nothing' as const) },
      { weight: 6, arbitrary: fc.constantFrom(...changesByOthers) },
      { weight: 5, arbitrary: fc.constantFrom(...faults) },
      { weight: 2, arbitrary: fc.constantFrom(...ends) },
    ),
    place: fc.nat(1000),
  });

const scenario = fc.record({
  sessions: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 18, max: 30 })),
  hasBulk: fc.boolean(),
  isDisabled: fc.boolean(),
  chosen: fc.array(fc.nat(30), { maxLength: 6 }),
  kind: fc.constantFrom('sessions', 'allBut', 'all'),
  answers: fc.array(fc.constantFrom('include', 'keep', 'stop')),
  /** Around reads, files and questions. */
  events: fc.array(event(20), { maxLength: 60 }),
  /** Around writes. */
  writeEvents: fc.array(event(5), { maxLength: 40 }),
});
type Scenario = Parameters<Parameters<typeof scenario.map>[0]>[0];

const failures = [
  () => jsonError(500, 'deadlock'),
  () => jsonError(409, 'conflict'),
  () => jsonError(403, 'read-only'),
  () => jsonError(429, 'slow down'),
  () => jsonError(404, 'Unable to locate the resource'),
  () => jsonResponse(404, { error: { code: 404, status: 'NOT_FOUND', message: 'Requested entity was not found.' } }),
  () => {
    throw new TransportError({ kind: 'connectionLost', origin: 'https://x', detail: 'reset' });
  },
  () => {
    throw new TransportError({ kind: 'refused', origin: 'https://x', detail: 'down' });
  },
] as const;

const never = () => new Promise<never>(() => {});

/** A server, a disk, and the windows that the user opens one after the other. */
class ScenarioRun {
  readonly server: ModelServer;
  readonly disk = new Disk();
  readonly #scenario: Scenario;
  readonly #events: Event[];
  readonly #writeEvents: Event[];
  readonly #answers: ('include' | 'keep' | 'stop')[];
  readonly #allowed = new Set<string>();
  readonly #partial = new Set<number>();
  /** The paths of sessions for which a gateway says 404. */
  readonly #hidden = new Set<string>();
  #ended = Promise.withResolvers<'window ended'>();
  #hasEnded = false;
  #cancel = new AbortController();

  constructor(given: Scenario) {
    this.#scenario = given;
    this.#events = [...given.events];
    this.#writeEvents = [...given.writeEvents];
    this.#answers = [...given.answers];
    this.server = new ModelServer(given.sessions);
    this.server.hasBulk = given.hasBulk;
    this.server.state = given.isDisabled ? 'inactive' : 'active';
  }

  /** Opens windows until one has tried everything again, without being ended. */
  async run(): Promise<void> {
    for (let windows = 0; windows < 4; windows += 1) {
      this.#ended = Promise.withResolvers();
      this.#hasEnded = false;
      this.#cancel = new AbortController();
      this.server.isLocked = false;
      this.#hidden.clear();
      this.server.interfere = async (_request, act) => act();
      this.disk.around = async (_what, write) => write();
      const draft = await draftOf(this.server, this.#selection());
      this.#interfere();
      await Promise.race([this.#window(draft), this.#ended.promise]);
      this.#checkFiles();
      expect(this.server.writes.flatMap(({ repeated }) => repeated)).toEqual([]);
    }
  }

  async #window(draft: Draft): Promise<void> {
    const ports = this.#ports();
    for (const intent of unfinishedIntents(this.disk.auditFiles())) {
      const writes = this.server.writes.length;
      const { results } = await checkIntent(intent, ports);
      this.#checkResults(results);
      expect(this.server.writes).toHaveLength(writes);
    }
    let outcome = await contain(draft, ports);
    for (let attempts = 0; attempts < 2 && outcome.kind === 'finished'; attempts += 1) {
      expect(outcome.error).toBeUndefined();
      expect(outcome.results.map(({ id }) => id)).toEqual(outcome.draft.plan.targets.map(({ id }) => id));
      this.#checkResults(outcome.results);
      const writes = this.server.writes.length;
      this.#checkResults((await checkAgain(outcome, ports)).results);
      expect(this.server.writes).toHaveLength(writes);
      this.server.isLocked = false;
      outcome = await contain(draftOfFailed(outcome), ports);
    }
  }

  #selection(): Selection {
    const ids = this.#scenario.chosen.map((place) => uuid((place % this.#scenario.sessions) + 1));
    return this.#scenario.kind === 'all' ? { kind: 'all' } : { kind: this.#scenario.kind, ids, origins: [] };
  }

  #ports(): ContainmentPorts {
    return portsOf(this.server, this.disk, {
      signal: this.#cancel.signal,
      approve: async ({ targets }) => {
        await this.#step(async () => {});
        for (const { id } of targets) {
          this.#allowed.add(id);
        }
        return true;
      },
      askAboutNew: async (rows) => {
        await this.#step(async () => {});
        const answer = this.#answers.shift() ?? 'keep';
        for (const { id } of answer === 'include' ? rows : []) {
          this.#allowed.add(id);
        }
        return answer;
      },
    });
  }

  #interfere(): void {
    this.server.interfere = (request, act) => {
      if (request.method !== 'GET') {
        this.#checkWrite(request);
      }
      return this.#step(
        async ({ what, place }) => {
          if (what === 'fail') {
            return (failures[place % failures.length] ?? failures[0])();
          }
          if (what === 'accept without effect' && request.method === 'DELETE') {
            return noContent;
          }
          if (this.#hidden.has(request.path)) {
            return jsonError(404, 'Unable to locate the resource');
          }
          const response = act();
          if (what === 'lose the response') {
            throw new TransportError({ kind: 'timeout', origin: 'https://x', seconds: 30 });
          }
          return response;
        },
        request.method === 'GET' ? this.#events : this.#writeEvents,
      );
    };
    this.disk.around = (what, write) =>
      this.#step(async (event) => {
        const isHalf = event.what === 'end the window after' && event.place % 3 === 0;
        if (event.what === 'fail' || isHalf) {
          if (what === 'audit') {
            this.#partial.add(this.disk.audit.length - 1);
            write(event.place % 40);
          }
          throw new Error('ENOSPC');
        }
        write();
      });
  }

  /** Does something with the next event before or during it. After its window ended, nothing goes on. */
  async #step<T>(act: (event: Event) => Promise<T>, events = this.#events): Promise<T> {
    // Other requests get their turns in between.
    await Promise.resolve();
    const event = events.shift() ?? { what: 'nothing', place: 0 };
    if (this.#hasEnded || event.what === 'end the window before') {
      return this.#end();
    }
    this.#happen(event);
    const done = act(event);
    if (event.what === 'end the window after') {
      await done.catch(() => undefined);
      return this.#end();
    }
    return done;
  }

  #end(): Promise<never> {
    this.#hasEnded = true;
    this.#ended.resolve('window ended');
    return never();
  }

  #happen({ what, place }: Event): void {
    const { rows } = this.server;
    const id = uuid(rows[place % Math.max(1, rows.length)]?.number ?? 0);
    switch (what) {
      case 'log in':
        this.server.logIn();
        break;
      case 'revoke by another':
        this.server.revoke(id);
        break;
      case 'delete by another':
        this.server.remove(id);
        break;
      case 'disable or enable':
        this.server.state = this.server.state === 'active' ? 'inactive' : 'active';
        break;
      case 'hide by a gateway':
        this.#hidden.add(`/admin/sessions/${id}`);
        break;
      case 'lock':
        this.server.isLocked = true;
        break;
      case 'cancel':
        this.#cancel.abort();
        break;
    }
  }

  /** Nothing outside the plan, and nothing without evidence and intent. */
  #checkWrite({ method, path, json }: WriteRequest): void {
    expect(`${method} ${path.replace(/[\da-f-]{36}/, '{id}')}`).toMatch(
      /^(?:DELETE \/admin\/sessions\/\{id\}|POST \/admin\/sessions)$/,
    );
    const ids = method === 'POST' ? (json as { sessions: string[] }).sessions : [path.split('/').at(-1) ?? ''];
    const intents = this.disk.auditLines().filter(({ kind, identity }) => kind === 'intent' && identity === adaId);
    for (const id of ids) {
      expect(this.#allowed).toContain(id);
      const { evidence } = intents.findLast(({ targets }) => targets.includes(id));
      const files = this.disk.evidence.get(evidence.file);
      expect(files?.has(`sessions/${id}.json`)).toBe(true);
      expect(files?.has('identity.json')).toBe(true);
      expect(sha256(files?.get(manifestName) ?? '')).toBe(evidence.sha256);
    }
  }

  #checkResults(results: readonly RowResult[]): void {
    for (const { id, status } of results) {
      if (status === 'done' || status === 'already' || status === 'gone') {
        expect(this.server.holdsActive(id), `${id} is ${status}`).toBe(false);
      }
      if (status === 'gone') {
        expect(this.server.holds(id)).toBe(false);
      }
    }
  }

  /** Every file verifies, but for a last line that was written in part. */
  #checkFiles(): void {
    for (const [place, file] of this.disk.auditFiles().entries()) {
      const verdict = verifyAuditLog(file);
      if (verdict.kind === 'broken') {
        expect(this.#partial).toContain(place);
        expect(verdict).toEqual({
          kind: 'broken',
          line: file.toString().split('\n').length,
          problem: 'unreadable',
        });
      }
    }
  }
}

test('sends only what the plan names, with evidence and audit log, whatever happens between two steps', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      await new ScenarioRun(given).run();
    }),
    { numRuns: 100 },
  );
});
