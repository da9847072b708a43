import { l10n } from 'vscode';
import type { HttpResponse } from '../core/http/transport.ts';
import { totalCount } from '../core/kratos/endpoints.ts';
import { KratosError } from '../core/kratos/failure.ts';
import type { PageBase } from '../core/kratos/identitySessions/slice.ts';
import { failureText } from '../text/failureText.ts';
import { failed, ok, type StepFinding, warning } from './report.ts';
import { items, refusalIn, type SendRequest } from './requests.ts';

/** No identity has this id, so its list is empty; its headers still show how the server pages. */
const absentIdentity = '00000000-0000-0000-0000-000000000000';
const identitySessions = '/admin/identities/{id}/sessions';
const searchedSessions = 50;
const moreThanAnyPage = '100000';

/**
 * Checks how the server counts the pages of an identity's sessions, whether it sends their total, and how large a page
 * may be. Fails for a list that it refuses. `known` is what browsing has detected. Rejects with KratosError if no
 * response arrives.
 */
export async function checkPaging(send: SendRequest, known: PageBase, signal: AbortSignal): Promise<StepFinding> {
  let refused: StepFinding | undefined;
  const list: SendRequest = async (template, ...request) => {
    const response = await send(template, ...request);
    const refusal = await refusalIn(response, template);
    if (refusal !== undefined) {
      refused = failed(failureText(refusal), [l10n.t('Requested: {0}', template)]);
      throw new KratosError(refusal);
    }
    return response;
  };
  try {
    return await pagingOf(list, known, signal);
  } catch (error) {
    if (refused !== undefined) {
      return refused;
    }
    throw error;
  }
}

async function pagingOf(list: SendRequest, known: PageBase, signal: AbortSignal): Promise<StepFinding> {
  const empty = await list(identitySessions, pageOf(0, moreThanAnyPage), signal, absentIdentity);
  const filtered = await list(
    '/admin/identities',
    [
      ['credentials_identifier', unusedIdentifier()],
      ['page_size', moreThanAnyPage],
    ],
    signal,
  );
  const details = [
    limitText(linkParameter(empty, 'per_page'), linkParameter(filtered, 'page_size')),
    await countedFrom(list, known, signal),
  ];
  return totalCount(empty) === undefined
    ? warning(
        l10n.t(
          'Session lists do not include their total (X-Total-Count), so long ones cannot be proven complete. If there is a gateway, let it pass this header through.',
        ),
        details,
      )
    : ok(l10n.t('Session lists include their total (X-Total-Count).'), details);
}

async function countedFrom(list: SendRequest, { countsFrom }: PageBase, signal: AbortSignal): Promise<string> {
  const newest = await list('/admin/sessions', [['page_size', String(searchedSessions)]], signal);
  const identityId = await identityWithTwoSessions(newest);
  if (identityId === undefined) {
    return countsFrom === undefined
      ? l10n.t(
          'The number of the first page could not be determined: no two of the newest {0} sessions belong to the same identity.',
          searchedSessions,
        )
      : countedFromText(countsFrom);
  }
  const first = await firstId(await list(identitySessions, pageOf(0, '1'), signal, identityId));
  const second = await firstId(await list(identitySessions, pageOf(1, '1'), signal, identityId));
  if (first === undefined) {
    return l10n.t('The number of the first page could not be determined: the first page had no session.');
  }
  return countedFromText(first === second ? 1 : 0);
}

function countedFromText(number: 0 | 1): string {
  return number === 1
    ? l10n.t('Session pages count from 1, and page 0 equals page 1, as in every Kratos so far.')
    : l10n.t('Session pages count from 0.');
}

function pageOf(page: number, perPage: string): readonly (readonly [string, string])[] {
  return [
    ['page', String(page)],
    ['per_page', perPage],
  ];
}

function limitText(sessions: string | undefined, identities: string | undefined): string {
  const limit = (count: string | undefined) =>
    count === undefined || count === moreThanAnyPage ? l10n.t('no limit reported') : l10n.t('at most {0}', count);
  return l10n.t('Page size limits: {0} for sessions, {1} for identities.', limit(sessions), limit(identities));
}

/** Returns the page size that the server uses, which its links repeat. */
function linkParameter({ headers }: HttpResponse, name: string): string | undefined {
  return new RegExp(`[?&]${name}=(\\d+)`).exec(headers.link ?? '')?.[1];
}

/** Returns the id of an identity with two sessions in a response of GET /admin/sessions. */
async function identityWithTwoSessions(response: HttpResponse): Promise<string | undefined> {
  const met = new Set<string>();
  for (const session of await items(response)) {
    const id = idOf(member(session, 'identity'));
    if (id !== undefined && met.size === met.add(id).size) {
      return id;
    }
  }
  return undefined;
}

async function firstId(response: HttpResponse): Promise<string | undefined> {
  const [first] = await items(response);
  return idOf(first);
}

function idOf(value: unknown): string | undefined {
  const id = member(value, 'id');
  return typeof id === 'string' ? id : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Returns an identifier that no identity has. */
function unusedIdentifier(): string {
  return `kratos-explorer-check-${crypto.randomUUID().slice(0, 8)}`;
}
