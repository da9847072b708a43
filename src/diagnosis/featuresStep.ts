import { l10n } from 'vscode';
import type { HttpAnswer } from '../http/transport.ts';
import { items, jsonOf } from './answers.ts';
import { unheardOf } from './pagingStep.ts';
import type { Questions } from './questions.ts';
import { type Finding, ok } from './report.ts';

type Has = 'yes' | 'no' | 'unknown';

/** What the server can do that not every version can: found out by reading, or told by its version; never by writing. */
export async function tellFeatures(
  questions: Questions,
  { version, isNetwork }: { readonly version: string | undefined; readonly isNetwork: boolean },
  signal: AbortSignal,
): Promise<Finding> {
  const external = await questions.byExternalId(unheardOf(), signal);
  const prefixed = await questions.identities(
    [
      ['preview_credentials_identifier_similar', unheardOf()],
      ['page_size', '1'],
    ],
    signal,
  );
  const revoke = hasBulkRevoke(version, isNetwork);
  return ok(l10n.t('Checked without changing anything.'), [
    l10n.t('Identities by external id: {0}', words(hasExternalIds(external), l10n.t('no (requires v25.4 or later)'))),
    l10n.t(
      'Searching by the beginning of an identifier: {0}',
      words(await hasPrefixSearch(prefixed), l10n.t('no (requires v1.1 or later)')),
    ),
    l10n.t(
      'Revoking all sessions of identities at once: {0}',
      words(revoke, l10n.t('no (requires a version after v26.2)')),
    ),
  ]);
}

/** An unknown id is Kratos' own 404, an unknown path one in plain text. */
function hasExternalIds(answer: HttpAnswer): Has {
  if (answer.status !== 404) {
    return answer.status === 200 ? 'yes' : 'unknown';
  }
  return jsonOf(answer)?.error === undefined ? 'no' : 'yes';
}

/** A server that does not know the parameter lists everybody. */
async function hasPrefixSearch(answer: HttpAnswer): Promise<Has> {
  if (answer.status !== 200) {
    return 'unknown';
  }
  return (await items(answer)).length === 0 ? 'yes' : 'no';
}

/** Builds from source are named otherwise than releases: theirs may be of any day. */
function hasBulkRevoke(version: string | undefined, isNetwork: boolean): Has {
  if (isNetwork) {
    return 'yes';
  }
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  if (major === undefined) {
    return 'unknown';
  }
  return Number(major) > 26 || (Number(major) === 26 && Number(minor) > 2) ? 'yes' : 'no';
}

function words(has: Has, no: string): string {
  switch (has) {
    case 'yes':
      return l10n.t('yes');
    case 'no':
      return no;
    case 'unknown':
      return l10n.t('could not be determined');
  }
}
