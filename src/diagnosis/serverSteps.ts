import { l10n } from 'vscode';
import type { HttpResponse, Timing } from '../http/transport.ts';
import { KratosError } from '../kratos/failure.ts';
import { redact } from '../kratos/redact.ts';
import { failureText } from '../presentation/failureText.ts';
import { accessHeading } from '../presentation/failureWords.ts';
import { shownDetail } from '../presentation/redactPersonalData.ts';
import { otherApi, redirectingPublicApi } from './otherApi.ts';
import { type Finding, failed, ok, warning } from './report.ts';
import { type Ask, items, jsonOf, refusalIn } from './requests.ts';

/** The first response, for the steps after it. */
export interface Seen {
  readonly identities: { readonly answer: HttpResponse; readonly timing: Timing };
}

const identities = '/admin/identities';

interface Answered {
  readonly finding: Finding;
  readonly seen?: Seen;
}

/**
 * Asks what browsing begins with. An answer of any kind is one, but for those that something before the API gives, and for
 * the redirect of Kratos' public API. Fails with KratosError where none comes.
 */
export async function askForIdentities(ask: Ask, signal: AbortSignal): Promise<Answered> {
  try {
    return await identitiesAnswered(ask, signal);
  } catch (error) {
    const redirect =
      error instanceof KratosError && error.failure.kind === 'redirectedAway' ? error.failure : undefined;
    const publicApi =
      redirect && (await redirectingPublicApi(ask, { template: identities, target: redirect.target }, signal));
    if (publicApi === undefined) {
      throw error;
    }
    return { finding: failed(publicApi) };
  }
}

async function identitiesAnswered(ask: Ask, signal: AbortSignal): Promise<Answered> {
  const sentAt = Date.now();
  const answer = await ask(identities, [['page_size', '1']], signal);
  // Without waits for the rate limit and earlier attempts.
  const { timing = { sentAt, milliseconds: Date.now() - sentAt } } = answer;
  const refusal = await refusalIn(answer, identities);
  const details = headerFacts(answer);
  if (refusal !== undefined && ['unauthorized', 'forbidden', 'rateLimited', 'serverError'].includes(refusal.kind)) {
    const heading = accessHeading(refusal);
    return { finding: { ...failed(failureText(refusal), details), ...(heading && { heading }) } };
  }
  return {
    finding: ok(l10n.t('Status {0} in {1} ms.', answer.status, Math.round(timing.milliseconds)), details),
    seen: { identities: { answer, timing } },
  };
}

/** Who answered, and the limits that it names. */
function headerFacts(answer: HttpResponse): readonly string[] {
  const { server, 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining } = answer.headers;
  const shown = (value: string) => shownDetail(redact(answer, value));
  return [
    ...(server === undefined ? [] : [l10n.t('Server: {0}', shown(server))]),
    ...(limit === undefined ? [] : [l10n.t('Rate limit: {0}; remaining: {1}', shown(limit), shown(remaining ?? '—'))]),
  ];
}

/** Whether what answered is Kratos' admin API; if not, what it is. */
export async function tellApi(ask: Ask, { identities: { answer } }: Seen, signal: AbortSignal): Promise<Finding> {
  const refusal = await refusalIn(answer, identities);
  if (refusal === undefined) {
    return identitiesIn(answer);
  }
  if (refusal.kind === 'noSuchRoute' || (refusal.kind === 'notKratos' && refusal.found.what === 'unexpectedShape')) {
    const other = await otherApi(ask, signal);
    if (other !== undefined) {
      return failed(other);
    }
  }
  return failed(failureText(refusal));
}

/** Only that the items look like identities: nothing of them is shown. */
async function identitiesIn(answer: HttpResponse): Promise<Finding> {
  const [first] = await items(answer);
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

export async function askForVersion(ask: Ask, isNetwork: boolean, signal: AbortSignal): Promise<Finding> {
  for (const template of ['/admin/version', '/version']) {
    const answer = await ask(template, [], signal);
    const told = jsonOf(answer)?.version;
    if (answer.status === 200 && typeof told === 'string' && told !== '') {
      const version = shownDetail(redact(answer, told));
      return ok(isNetwork ? l10n.t('Ory Network, {0}', version) : version);
    }
  }
  return isNetwork
    ? ok(l10n.t('Ory Network, which does not report a version.'))
    : warning(l10n.t('The server does not report its version. If there is a gateway, let it forward /admin/version.'));
}

const clockToleranceMs = 30_000;

/** Compares the server's clock with this machine's, which decides what is shown about expiry. */
export function compareClocks({ identities: { answer, timing } }: Seen): Finding {
  const served = Date.parse(answer.headers.date ?? '');
  if (Number.isNaN(served)) {
    return warning(l10n.t('The server does not report its time, so its clock cannot be compared with this machine’s.'));
  }
  // The header has whole seconds: half of one is the middle. It was written at some moment of the wait for the answer.
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
