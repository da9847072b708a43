import { l10n } from 'vscode';
import type { HttpResponse, Timing } from '../core/http/transport.ts';
import { KratosError } from '../core/kratos/failure.ts';
import { redact } from '../core/kratos/redact.ts';
import { failureText } from '../text/failureText.ts';
import { accessHeading } from '../text/failureWords.ts';
import { shownDetail } from '../text/redactPersonalData.ts';
import { otherApi, redirectingPublicApi } from './otherApi.ts';
import { failed, ok, type StepFinding, warning } from './report.ts';
import { items, jsonOf, refusalIn, type SendRequest } from './requests.ts';
import type { CheckSubject } from './subject.ts';

/** The first response, for the steps after it. */
export interface FirstResponse {
  readonly response: HttpResponse;
  readonly timing: Timing;
}

const identities = '/admin/identities';

interface FirstFinding {
  readonly finding: StepFinding;
  readonly first?: FirstResponse;
}

/**
 * Requests the first page of identities. Fails for refusals by gateways and for the redirect of Kratos' public API.
 * Rejects with KratosError if no response arrives.
 */
export async function requestIdentities(send: SendRequest, signal: AbortSignal): Promise<FirstFinding> {
  try {
    return await firstResponse(send, signal);
  } catch (error) {
    const redirect =
      error instanceof KratosError && error.failure.kind === 'redirectedAway' ? error.failure : undefined;
    const publicApi =
      redirect && (await redirectingPublicApi(send, { template: identities, target: redirect.target }, signal));
    if (publicApi === undefined) {
      throw error;
    }
    return { finding: failed(publicApi) };
  }
}

async function firstResponse(send: SendRequest, signal: AbortSignal): Promise<FirstFinding> {
  const sentAt = Date.now();
  const response = await send(identities, [['page_size', '1']], signal);
  // Without waits for the rate limit and earlier attempts.
  const { timing = { sentAt, milliseconds: Date.now() - sentAt } } = response;
  const refusal = await refusalIn(response, identities);
  const details = headerFacts(response);
  if (refusal !== undefined && ['unauthorized', 'forbidden', 'rateLimited', 'serverError'].includes(refusal.kind)) {
    const heading = accessHeading(refusal);
    return { finding: { ...failed(failureText(refusal), details), ...(heading && { heading }) } };
  }
  return {
    finding: ok(l10n.t('Status {0} in {1} ms.', response.status, Math.round(timing.milliseconds)), details),
    first: { response, timing },
  };
}

/** Returns the server's name and the rate limits in its headers. */
function headerFacts(response: HttpResponse): readonly string[] {
  const { server, 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining } = response.headers;
  const shown = (value: string) => shownDetail(redact(response, value));
  return [
    ...(server === undefined ? [] : [l10n.t('Server: {0}', shown(server))]),
    ...(limit === undefined ? [] : [l10n.t('Rate limit: {0}; remaining: {1}', shown(limit), shown(remaining ?? '—'))]),
  ];
}

/** Checks that the response is from Kratos' admin API; if not, finds out what it is from. */
export async function checkApi(
  send: SendRequest,
  { response }: FirstResponse,
  signal: AbortSignal,
): Promise<StepFinding> {
  const refusal = await refusalIn(response, identities);
  if (refusal === undefined) {
    return identitiesIn(response);
  }
  if (refusal.kind === 'noSuchRoute' || (refusal.kind === 'notKratos' && refusal.found.what === 'unexpectedShape')) {
    const other = await otherApi(send, signal);
    if (other !== undefined) {
      return failed(other);
    }
  }
  return failed(failureText(refusal));
}

/** Checks that the items look like identities, and shows nothing of them. */
async function identitiesIn(response: HttpResponse): Promise<StepFinding> {
  const [first] = await items(response);
  if (first === undefined) {
    return ok(l10n.t('The Kratos admin API. It lists no identities.'));
  }
  return typeof first === 'object' && first !== null && 'id' in first && 'schema_id' in first
    ? ok(l10n.t('The Kratos admin API. It lists identities.'))
    : failed(
        l10n.t(
          'The server returned a list, but not one of identities. Check that the address points to a Kratos admin API.',
        ),
      );
}

export async function checkVersion(
  send: SendRequest,
  isNetwork: boolean,
  signal: AbortSignal,
  onVersion: CheckSubject['onVersion'],
): Promise<StepFinding> {
  for (const template of ['/admin/version', '/version']) {
    const response = await send(template, [], signal);
    const reported = jsonOf(response)?.version;
    if (response.status === 200 && typeof reported === 'string' && reported !== '') {
      onVersion(reported);
      const version = shownDetail(redact(response, reported));
      return ok(isNetwork ? l10n.t('Ory Network, {0}', version) : version);
    }
  }
  return isNetwork
    ? ok(l10n.t('Ory Network, which does not report a version.'))
    : warning(l10n.t('The server does not report its version. If there is a gateway, let it forward /admin/version.'));
}

const clockToleranceMs = 30_000;

/** Compares the server's clock with this machine's, which decides what is shown about expiry. */
export function checkClock({ response, timing }: FirstResponse): StepFinding {
  const served = Date.parse(response.headers.date ?? '');
  if (Number.isNaN(served)) {
    return warning(l10n.t('The server does not report its time, so its clock cannot be compared with this machine’s.'));
  }
  // The header has whole seconds, and was written at any moment between request and response.
  const written = served + 500;
  const ahead = written - Math.min(Math.max(written, timing.sentAt), timing.sentAt + timing.milliseconds);
  const seconds = Math.abs(Math.round(ahead / 1000));
  if (Math.abs(ahead) <= clockToleranceMs) {
    return ok(l10n.t('The server’s clock and this machine’s agree within {0} s.', Math.max(seconds, 1)));
  }
  return warning(
    ahead > 0
      ? l10n.t(
          'The server’s clock is {0} s ahead of this machine’s: expiry times shown here are off by that much. Synchronize the clocks.',
          seconds,
        )
      : l10n.t(
          'The server’s clock is {0} s behind this machine’s: expiry times shown here are off by that much. Synchronize the clocks.',
          seconds,
        ),
  );
}
