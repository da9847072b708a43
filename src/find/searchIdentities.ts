import type { Directory } from '../core/directory/directory.ts';
import { failureOf } from '../core/kratos/failure.ts';
import type { Identity } from '../core/kratos/identity.ts';
import { extractIds } from '../core/lookup/extractIds.ts';
import { relevantIds } from '../core/lookup/prefill.ts';
import type { LookupFinding, SearchTarget } from './searchConnections.ts';
import { searchIds } from './searchIds.ts';

const shownIdentities = 20;
/** A shorter prefix would match most identities. */
const shortestPrefix = 2;

export function isSearchable(typed: string): boolean {
  return typed.trim().length >= shortestPrefix;
}

/**
 * Adds the loaded identities with the text in their names, which Kratos does not search, to what `searchIdentities`
 * finds. They are reported first, without the identities that the server finds, too.
 */
export async function searchIdentitiesAndNames(
  target: SearchTarget,
  text: string,
  nameOf: (identity: Identity) => string,
  report: (findings: readonly LookupFinding[]) => void,
): Promise<void> {
  const { directory, connectionId } = target;
  const typed = text.trim().toLowerCase();
  const identities = [...directory.found, ...directory.identities.state.items].filter((one) => one.kind === 'identity');
  const named = [...new Map(identities.map((one) => [one.id, one])).values()].filter((identity) =>
    nameOf(identity).toLowerCase().includes(typed),
  );
  const loaded = isSearchable(text) ? named.slice(0, shownIdentities) : [];
  const reportBoth = (findings: readonly LookupFinding[]) => {
    const found = new Set(findings.map((finding) => (finding.kind === 'identity' ? finding.identity.id : undefined)));
    const others = loaded.filter(({ id }) => !found.has(id));
    report([
      ...others.map((identity) => ({ ...asFinding(connectionId, identity), isLoaded: true as const })),
      ...findings,
    ]);
  };
  reportBoth([]);
  await searchIdentities(target, text, reportBoth);
}

/** Servers older than v25.4, which cannot look up external ids. */
const withoutExternalIds = new WeakSet<Directory>();

/**
 * Searches one server for identities by the ids in the text; if none is found, by identifier and external id. Failures
 * of the server are findings.
 */
export async function searchIdentities(
  target: SearchTarget,
  typed: string,
  report: (findings: readonly LookupFinding[]) => void,
): Promise<void> {
  const text = typed.trim();
  const ids = relevantIds(extractIds(text), 'identity');
  if (ids.length > 0) {
    const found = await searchIds(target, ids, 'identity', report);
    // A text without spaces may also be an external id or an address that contains a UUID.
    if (found.length > 0 || /\s/.test(text)) {
      return;
    }
  }
  if (!isSearchable(text)) {
    return;
  }
  const found: (readonly LookupFinding[])[] = [[], []];
  await Promise.all(
    [byIdentifier(target, text), byExternalId(target, text)].map(async (search, place) => {
      found[place] = await search;
      report(merged(found.toReversed().flat()));
    }),
  );
}

/**
 * Searches by prefix. When that finds nothing or too many, also searches the exact identifier, for which Kratos
 * normalizes e-mail addresses and phone numbers.
 */
async function byIdentifier(
  { directory, connectionId, signal }: SearchTarget,
  text: string,
): Promise<readonly LookupFinding[]> {
  try {
    const begun = await directory.searchIdentities({ by: 'identifierPrefix', prefix: text }, shownIdentities, signal);
    const isFull = begun.length === shownIdentities;
    const exact =
      isFull || begun.length === 0
        ? await directory.searchIdentities({ by: 'identifier', identifier: text }, shownIdentities, signal)
        : [];
    const exactIds = new Set(exact.map(({ id }) => id));
    const found = [...exact, ...begun.filter(({ id }) => !exactIds.has(id))].slice(0, shownIdentities);
    const more: readonly LookupFinding[] = isFull ? [{ kind: 'more', connectionId, shown: shownIdentities }] : [];
    return [...found.map((identity) => asFinding(connectionId, identity)), ...more];
  } catch (error) {
    return [{ kind: 'failure', connectionId, failure: failureOf(error) }];
  }
}

async function byExternalId(
  { directory, connectionId, signal, log }: SearchTarget,
  text: string,
): Promise<readonly LookupFinding[]> {
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
        log(`${connectionId}: this server cannot look up external ids (${failure.status}); Kratos v25.4 and later can`);
        return [];
      default:
        return [{ kind: 'failure', connectionId, failure }];
    }
  }
}

function asFinding(connectionId: string, identity: Identity) {
  return { kind: 'identity' as const, connectionId, identity };
}

/** Removes duplicate identities and failures. */
function merged(findings: readonly LookupFinding[]): readonly LookupFinding[] {
  const keyed = findings.map(
    (finding) => [finding.kind === 'identity' ? finding.identity.id : finding.kind, finding] as const,
  );
  return [...new Map(keyed).values()];
}
