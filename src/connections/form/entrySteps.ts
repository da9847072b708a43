import type { QuickPickItem } from 'vscode';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { serverOptions } from '../settings/serverOptions.ts';
import { type Draft, withEntry } from './connectionDraft.ts';
import type { Step } from './formSteps.ts';
import { askForChoice, askForText } from './inputStep.ts';

export interface ValueChoice<Value> extends QuickPickItem {
  readonly value: Value;
}

/** A step that asks for one of a few values; `read` and `write` say where in the entry it is. */
export function choiceStep<Value>(
  placeholder: () => string,
  choices: (draft: Draft) => readonly ValueChoice<Value>[],
  read: (entry: ConnectionEntry) => Value,
  write: (entry: ConnectionEntry, value: Value) => Partial<ConnectionEntry>,
): Step {
  return async (draft, place) => {
    const items = choices(draft);
    const answer = await askForChoice({
      ...place,
      placeholder: placeholder(),
      choices: items,
      active: items.find(({ value }) => value === read(draft.entry)),
    });
    return answer.kind === 'accepted'
      ? { kind: 'done', draft: withEntry(draft, write(draft.entry, answer.choice.value)) }
      : answer;
  };
}

/** A step that asks for a line; what it means for the entry must leave the entry a right one. Empty takes it away. */
export function textStep(
  words: () => { readonly prompt: string; readonly placeholder: string },
  read: (entry: ConnectionEntry) => string,
  write: (entry: ConnectionEntry, text: string | undefined) => Partial<ConnectionEntry>,
  problemOf: (text: string) => string | undefined = () => undefined,
): Step {
  return async (draft, place) => {
    const after = (text: string) => withEntry(draft, write(draft.entry, text.trim() === '' ? undefined : text.trim()));
    const answer = await askForText({
      ...place,
      ...words(),
      value: read(draft.entry),
      problem: (text) => problemOf(text.trim()) ?? entryProblem(after(text).entry),
    });
    return answer.kind === 'accepted' ? { kind: 'done', draft: after(answer.text) } : answer;
  };
}

/** Why the server of this entry could not be reached as it says, in one sentence; undefined when it can. */
export function entryProblem(entry: ConnectionEntry): string | undefined {
  const read = serverOptions(entry);
  return read.kind === 'unusable' ? read.problem : undefined;
}
