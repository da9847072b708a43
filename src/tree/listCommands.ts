import { l10n, ProgressLocation, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import { numberWords, waitingWords } from '../text/counts.ts';
import { failureText } from '../text/failureText.ts';
import { factLine } from '../text/visibleText.ts';
import { suggestionFor } from './failureItem.ts';
import { listCount, listNamed, listWaiting, stateOfList } from './listWords.ts';
import { argumentNode } from './nodeArguments.ts';
import { hasList, type ListRef, listNodeId, nearestList, refOfList, type TreeNode } from './nodes.ts';
import type { TreeCommandParts } from './treeCommands.ts';

type AnyList = NonNullable<ReturnType<typeof listNamed>>;

/** How many rows "Load All" reads before it asks whether to continue: a list may have no end. */
const readBeforeAsking = 10_000;

/** Returns the commands that continue, retry or cancel the reading of a list. */
export function listCommands(parts: TreeCommandParts) {
  const { connections, showError, showProgress } = parts;
  const listAt = (argument: unknown): { ref: ListRef; list: AnyList } | undefined => {
    const node = argumentNode(parts, argument);
    const ref = node && nearestList(node);
    const list = ref && listNamed(ref, parts);
    return ref && list && { ref, list };
  };
  /** Shows a new failure: its row may be out of sight, or name it in the same few words as before. */
  const read = async (list: AnyList, work: () => Promise<void>) => {
    const before = list.state.phase;
    await work();
    const { phase } = list.state;
    if (phase.kind === 'failed' && phase !== before && phase.failure.kind !== 'cancelled') {
      showError(failureText(phase.failure));
    }
  };
  return {
    [commandIds.loadMore]: async (argument) => {
      const found = listAt(argument);
      if (found !== undefined) {
        await focusLastItem(parts, found.ref);
        showProgress(found.list.more());
      }
    },
    [commandIds.loadAll]: async (argument) => {
      const found = listAt(argument);
      if (found !== undefined) {
        await read(found.list, () => loadAll(found.list, found.ref, parts));
      }
    },
    [commandIds.retry]: async (argument) => {
      const found = listAt(argument);
      if (found === undefined) {
        return;
      }
      const { list, ref } = found;
      connections.resetConsent(ref.connectionId);
      const { phase } = list.state;
      await read(list, () => {
        if (phase.kind === 'failed' && phase.at === 'all') {
          return loadAll(list, ref, parts);
        }
        const work = list.retry();
        showProgress(work);
        return work;
      });
    },
    [commandIds.useSuggestedAddress]: async (argument) => {
      const node = argumentNode(parts, argument);
      const suggested = node?.kind === 'failure' ? suggestionFor(node, { connections }) : undefined;
      const connection = node?.kind === 'failure' ? connections.get(node.list.connectionId) : undefined;
      if (suggested !== undefined && connection?.kind === 'configured') {
        await connections.replace(connection.id, { ...connection.entry, url: suggested.url });
      }
    },
    [commandIds.cancelLoading]: (argument) => {
      listAt(argument)?.list.cancel();
    },
  } satisfies Partial<Handlers>;
}

/** Moves the focus from "Load more" to the last row above it: the next row down is then the first new one. */
async function focusLastItem({ provider, view }: TreeCommandParts, ref: ListRef): Promise<void> {
  const parent = provider.node(listNodeId(ref));
  const last = parent && provider.shownBelow(parent).findLast(({ kind }) => kind === 'identity' || kind === 'session');
  if (last !== undefined) {
    // Rejects while VS Code draws the row again. The next page is read nevertheless.
    await view.reveal(last, { select: true, focus: true }).then(undefined, () => undefined);
  }
}

/** Cancels the next page of the list below a row that was folded. */
export function cancelMore(connections: Connections, node: TreeNode): void {
  const ref = hasList(node) ? refOfList(node) : undefined;
  const phase = ref && stateOfList(ref, { connections })?.phase;
  if (ref !== undefined && phase?.kind === 'loading' && phase.what === 'more') {
    listNamed(ref, { connections })?.cancel();
  }
}

async function loadAll(list: AnyList, ref: ListRef, parts: TreeCommandParts): Promise<void> {
  while (await loadUpToBound(list, ref, parts)) {
    const count = numberWords(list.state.items.length);
    const question =
      ref.identityId === undefined
        ? l10n.t('{0} identities have been read. Continue?', count)
        : l10n.t('{0} sessions have been read. Continue?', count);
    const goOn = l10n.t('Continue');
    const answer = await window.showInformationMessage(question, goOn);
    // Meanwhile the connection may have been removed, or the list filtered.
    if (answer !== goOn || listNamed(ref, parts) !== list) {
      return;
    }
  }
}

/** Resolves with whether it stopped at the bound and the list goes on. */
async function loadUpToBound(
  list: AnyList,
  ref: ListRef,
  { connections, showProgress }: TreeCommandParts,
): Promise<boolean> {
  const title = ref.identityId === undefined ? l10n.t('Loading all identities') : l10n.t('Loading all sessions');
  const bound = list.state.items.length + readBeforeAsking;
  const isAtBound = () => list.state.items.length >= bound && list.state.end.kind === 'more';
  await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const directory = connections.directory(ref.connectionId);
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const report = () => {
        const wait = directory && listWaiting(list.state.phase, directory);
        const words = [listCount(list.state), wait === undefined ? undefined : waitingWords(wait)];
        progress.report({ message: factLine(words) });
        if (isAtBound()) {
          controller.abort();
        }
      };
      report();
      const unfollow = directory?.onDidChange(report);
      try {
        const work = list.all(controller.signal);
        showProgress(work);
        await work;
      } finally {
        unfollow?.();
      }
    },
  );
  return isAtBound();
}
