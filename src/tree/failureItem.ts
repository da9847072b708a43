import { l10n, ThemeColor, ThemeIcon, type TreeItem } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import { suggestedAddress } from '../connections/suggestedAddress.ts';
import type { Failure } from '../core/kratos/failure.ts';
import { failureText } from '../text/failureText.ts';
import { failureWords } from '../text/failureWords.ts';
import { shortText } from '../text/visibleText.ts';
import { contextTags, row, type Surroundings } from './itemParts.ts';
import { stateOfList } from './listWords.ts';
import type { ListNode } from './nodes.ts';

/** Failures that another key or password may fix. */
const secretFailures: ReadonlySet<string> = new Set<Failure['kind']>([
  'secretMissing',
  'secretUnusable',
  'fileUnusable',
  'unauthorized',
  'forbidden',
  'proxyLogin',
]);

/** Returns whether the row of a failure opens Enter Secrets instead of retrying, which could not help. */
export function clickEntersSecrets({ kind }: Failure): boolean {
  return kind === 'secretMissing';
}

/** Returns the row of a list that could not be read: the failure in a few words, and the address that it reveals. */
export function failureItem(node: ListNode, around: Surroundings): TreeItem {
  const phase = stateOfList(node.list, around)?.phase;
  const failure = phase?.kind === 'failed' ? phase.failure : undefined;
  const reason = failure === undefined ? '' : failureText(failure);
  const suggested = suggestionFor(node, around);
  const icon = new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  const tags = contextTags(
    'failure',
    node.list.identityId === undefined && 'connection',
    failure !== undefined && secretFailures.has(failure.kind) && 'secret',
    suggested && 'suggestion',
  );
  const entersSecrets = failure !== undefined && clickEntersSecrets(failure);
  const label = suggested?.words ?? (failure === undefined ? '' : failureWords(failure));
  const item = row(label, tags, icon, {
    command: entersSecrets ? commandIds.enterSecrets : commandIds.retry,
    title: entersSecrets ? l10n.t('Enter Secrets…') : l10n.t('Retry'),
    arguments: [node],
  });
  if (suggested !== undefined) {
    item.description = l10n.t('use {0}', shortText(suggested.url));
  }
  item.accessibilityInformation = {
    label: entersSecrets
      ? l10n.t('Error: {0} Press Enter to enter the secret.', reason)
      : l10n.t('Error: {0} Press Enter to try again.', reason),
  };
  return item;
}

/** Returns the address that the failure of a connection reveals, with the label of the failure's row. */
export function suggestionFor(
  { list }: ListNode,
  around: Pick<Surroundings, 'connections'>,
): { readonly url: string; readonly words: string | undefined } | undefined {
  const phase = list.identityId === undefined ? stateOfList(list, around)?.phase : undefined;
  const suggested =
    phase?.kind === 'failed' && suggestedAddress(phase.failure, around.connections.get(list.connectionId));
  if (!suggested) {
    return undefined;
  }
  const words = {
    publicApi: l10n.t('Public API: wrong port'),
    https: l10n.t('Redirected to https'),
    elsewhere: undefined,
  };
  return { url: suggested.url, words: words[suggested.why] };
}
