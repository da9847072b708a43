import type { HttpResponse, Priority } from '../http/transport.ts';
import { distinctItems } from './distinctItems.ts';
import { totalCount } from './endpoints.ts';
import { nextPageToken } from './linkHeader.ts';
import type { ListEnd, ListReader, ListStep } from './listReader.ts';
import type { ServerClock } from './serverClock.ts';

/** Requests the page of a token, or the first page without one. */
type ReadPage<T> = (
  pageToken: string | undefined,
  signal: AbortSignal | undefined,
  priority: Priority,
) => Promise<{ readonly response: HttpResponse; readonly items: readonly T[] }>;

/** Creates a reader that follows rel="next", which is correct where Kratos pages by key (identities, all sessions). */
export function keysetReader<T extends { readonly kind: string; readonly id: string }>(
  readPage: ReadPage<T>,
  clock: ServerClock,
): ListReader<T> {
  const ids = new Set<string>();
  // Pages by key never repeat an item, so equal malformed items on two pages are two items.
  const malformed = new Map<string, number>();
  const tokens = new Set<string>();
  let token: string | undefined;
  let pages = 0;
  let total: number | undefined;
  let leadAtMost = Number.POSITIVE_INFINITY;
  let end: ListEnd = { kind: 'more' };

  async function step(signal: AbortSignal | undefined, priority: Priority): Promise<ListStep<T>> {
    if (end.kind !== 'more') {
      return { change: 'append', items: [], total, end };
    }
    const { response, items } = await readPage(token, signal, priority);
    const added = distinctItems(items, malformed).filter(({ id }) => ids.size !== ids.add(id).size);
    leadAtMost = Math.min(leadAtMost, clock.read(response));
    pages += 1;
    total = totalCount(response) ?? total;
    token = nextPageToken(response.headers.link);
    if (token === undefined) {
      end = endWithoutNext(response, items.length);
    } else if (token === '') {
      end = { kind: 'unproven', why: 'brokenLinks' };
    } else if (added.length === 0 || tokens.has(token)) {
      // Further pages of such a server might never end.
      end = { kind: 'unproven', why: 'repeats' };
    } else {
      tokens.add(token);
    }
    if (end.kind !== 'more' && clock.contradicts(leadAtMost)) {
      end = { kind: 'unproven', why: 'cached' };
    }
    return { change: 'append', items: added, total, end };
  }

  function endWithoutNext({ headers }: HttpResponse, held: number): ListEnd {
    if (total !== undefined && total > ids.size) {
      return { kind: 'unproven', why: 'brokenLinks' };
    }
    // Kratos always links to the first page; a gateway that drops the header may have cut the page, too.
    if (headers.link === undefined && held > 0) {
      return { kind: 'unproven', why: 'noLinks' };
    }
    return pages === 1 ? { kind: 'complete', by: 'onlyPage' } : { kind: 'unproven', why: 'pages' };
  }

  return {
    next: (signal) => step(signal, 'interactive'),
    async *rest(signal) {
      while (end.kind === 'more') {
        yield await step(signal, token === undefined ? 'interactive' : 'prefetch');
      }
    },
  };
}
