import type { Directory } from '../directory/directory.ts';
import { failureOf } from '../kratos/failure.ts';
import type { Identity } from '../kratos/identity.ts';
import { extractIds } from '../lookup/extractIds.ts';
import { meantIds } from '../lookup/prefill.ts';
import type { Finding } from './finding.ts';
import type { Asked } from './searchConnections.ts';
import { searchIds } from './searchIds.ts';

/** What fits a list that a person reads; more are found by typing on. */
const shownIdentities = 20;
/** A shorter beginning would list the server. */
const shortestPrefix = 2;

/** Whether `typed` is enough to ask a server. */
export function isQuestion(typed: string): boolean {
  return typed.trim().length >= shortestPrefix;
}

/** Servers that turned out to be from before v25.4, which know no external ids. */
const withoutExternalIds = new WeakSet<Directory>();

/**
 * Asks one server for identities by what was typed: ids in it; where nothing has them, identifiers that begin so, the exact
 * identifier, and the external id. Failures of the server are findings.
 */
export async function searchIdentities(
  asked: Asked,
  typed: string,
  report: (findings: readonly Finding[]) => void,
): Promise<void> {
  const text = typed.trim();
  const ids = meantIds(extractIds(text), 'identity');
  if (ids.length > 0) {
    const found = await searchIds(asked, ids, 'identity', report);
    // An external id, a user name or an address may look like Kratos' own ids, or hold one; a log line is none of these.
    if (found.length > 0 || /\s/.test(text)) {
      return;
    }
  }
  if (!isQuestion(text)) {
    return;
  }
  let byPrefix: readonly Finding[] = [];
  let external: readonly Finding[] = [];
  const reportAll = () => report(merged([...external, ...byPrefix]));
  await Promise.all([
    byIdentifier(asked, text).then((findings) => {
      byPrefix = findings;
      reportAll();
    }),
    byExternalId(asked, text).then((findings) => {
      external = findings;
      reportAll();
    }),
  ]);
}

/**
 * The exact identifier is asked for where no identifier begins so (Kratos puts e-mail addresses and phone numbers into one
 * spelling before it compares whole ones), and where too many do to be shown: it may be among the others, and comes first.
 */
async function byIdentifier({ directory, connectionId, signal }: Asked, text: string): Promise<readonly Finding[]> {
  try {
    const begun = await directory.searchIdentities({ by: 'identifierPrefix', prefix: text }, shownIdentities, signal);
    const isFull = begun.length === shownIdentities;
    const exact =
      isFull || begun.length === 0
        ? await directory.searchIdentities({ by: 'identifier', identifier: text }, shownIdentities, signal)
        : [];
    const exactIds = new Set(exact.map(({ id }) => id));
    const found = [...exact, ...begun.filter(({ id }) => !exactIds.has(id))].slice(0, shownIdentities);
    const more: readonly Finding[] = isFull ? [{ kind: 'more', connectionId, shown: shownIdentities }] : [];
    return [...found.map((identity) => asFinding(connectionId, identity)), ...more];
  } catch (error) {
    return [{ kind: 'failure', connectionId, failure: failureOf(error) }];
  }
}

async function byExternalId(
  { directory, connectionId, signal, log }: Asked,
  text: string,
): Promise<readonly Finding[]> {
  if (withoutExternalIds.has(directory)) {
    return [];
  }
  try {
    return [asFinding(connectionId, await directory.identityByExternalId(text, signal))];
  } catch (error) {
    const failure = failureOf(error);
    switch (failure.kind) {
      case 'notFound':
        return [];
      case 'noSuchRoute':
        withoutExternalIds.add(directory);
        log(
          `${connectionId}: this server does not look up external ids (${failure.status}); Kratos does from v25.4 on`,
        );
        return [];
      default:
        return [{ kind: 'failure', connectionId, failure }];
    }
  }
}

function asFinding(connectionId: string, identity: Identity): Finding {
  return { kind: 'identity', connectionId, identity };
}

/** Each identity once, and a server that fails said once. */
function merged(findings: readonly Finding[]): readonly Finding[] {
  const keyed = findings.map(
    (finding) => [finding.kind === 'identity' ? finding.identity.id : finding.kind, finding] as const,
  );
  return [...new Map(keyed).values()];
}
