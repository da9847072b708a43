import { type InputBox, QuickInputButtons, type QuickPick, type QuickPickItem, window } from 'vscode';
import type { Draft } from './connectionDraft.ts';
import type { Left, Step, StepPlace, StepResult } from './formSteps.ts';

type Answer<Value> = Left | { readonly kind: 'accepted'; readonly value: Value };

/** The draft with the answer, a step that asks for more, or undefined to ask again. */
type Outcome = Draft | Step | undefined;

interface TextQuestion {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  readonly value: string;
  /** Returns why `text` is refused, in one sentence that does not repeat a password. */
  readonly problem?: (text: string) => string | undefined;
  readonly accept: (text: string) => Outcome | Promise<Outcome>;
}

export interface ValueChoice<Value> extends QuickPickItem {
  readonly value: Value;
}

interface ChoiceQuestion<Value> {
  readonly placeholder: string;
  readonly choices: readonly ValueChoice<Value>[];
  readonly value: Value;
  readonly accept: (value: Value) => Outcome | Promise<Outcome>;
}

/** Creates a step that asks for a line of text. */
export function textStep(questionFor: (draft: Draft) => TextQuestion): Step {
  return (draft, place) => {
    const { prompt, placeholder = '', password = false, value, problem, accept } = questionFor(draft);
    let shown = value;
    const ask = async () => {
      const input = window.createInputBox();
      input.prompt = prompt;
      input.placeholder = placeholder;
      input.password = password;
      input.value = shown;
      input.onDidChangeValue(() => {
        input.validationMessage = undefined;
      });
      return await show(input, place, () => {
        shown = input.value;
        input.validationMessage = problem?.(shown);
        return input.validationMessage === undefined ? shown : undefined;
      });
    };
    return untilDecided(ask, accept, draft, place);
  };
}

/** Creates a step that asks for one of a few values. */
export function choiceStep<Value>(questionFor: (draft: Draft) => ChoiceQuestion<Value>): Step {
  return (draft, place) => {
    const { placeholder, choices, value, accept } = questionFor(draft);
    const active = choices.find((choice) => choice.value === value);
    const ask = () => askForChoice(placeholder, choices, active, place);
    return untilDecided(ask, (choice) => accept(choice.value), draft, place);
  };
}

async function untilDecided<Value>(
  ask: () => Promise<Answer<Value>>,
  accept: (value: Value) => Outcome | Promise<Outcome>,
  draft: Draft,
  place: StepPlace,
): Promise<StepResult> {
  for (;;) {
    const answer = await ask();
    if (answer.kind !== 'accepted') {
      return answer;
    }
    const outcome = await accept(answer.value);
    if (typeof outcome === 'function') {
      const result = await outcome(draft, { ...place, canGoBack: true });
      if (result.kind !== 'back') {
        return result;
      }
    } else if (outcome !== undefined) {
      return { kind: 'done', draft: outcome };
    }
  }
}

export function askForChoice<Choice extends QuickPickItem>(
  placeholder: string,
  choices: readonly Choice[],
  active: Choice | undefined,
  place: StepPlace,
): Promise<Answer<Choice>> {
  const pick = window.createQuickPick<Choice>();
  pick.placeholder = placeholder;
  pick.items = choices;
  pick.activeItems = active === undefined ? [] : [active];
  pick.matchOnDescription = true;
  return show(pick, place, () => pick.selectedItems[0]);
}

/**
 * Shows an input until the user leaves it or `accepted` returns a value. It stays open when the focus moves elsewhere.
 */
async function show<Value>(
  input: InputBox | QuickPick<QuickPickItem>,
  { title, step, totalSteps, canGoBack }: StepPlace,
  accepted: () => Value | undefined,
): Promise<Answer<Value>> {
  const { promise, resolve } = Promise.withResolvers<Answer<Value>>();
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [QuickInputButtons.Back] : [];
  input.onDidAccept(() => {
    const value = accepted();
    if (value !== undefined) {
      resolve({ kind: 'accepted', value });
    }
  });
  input.onDidTriggerButton(() => resolve({ kind: 'back' }));
  input.onDidHide(() => resolve({ kind: 'dismissed' }));
  input.show();
  const answer = await promise;
  input.dispose();
  return answer;
}
