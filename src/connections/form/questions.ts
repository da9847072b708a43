import {
  type InputBox,
  type QuickInputButton,
  QuickInputButtons,
  type QuickPick,
  type QuickPickItem,
  window,
} from 'vscode';
import type { Failure } from '../../core/kratos/failure.ts';
import { plainMessage } from '../../platform/notifications.ts';
import { failureText } from '../../text/failureText.ts';
import { failureWords } from '../../text/failureWords.ts';
import { rowText } from '../../text/visibleText.ts';
import { readOr } from '../settings/unusableValue.ts';
import type { ConnectionDraft } from './connectionDraft.ts';

/** Where a question is shown: the title of its input, and what leads to and from it. */
export interface Place {
  readonly title: string;
  readonly canGoBack: boolean;
  /** Why the check failed that led to this question. */
  readonly failure?: Failure | undefined;
  /** Buttons in the title that leave the question. */
  readonly exits?: readonly QuickInputButton[];
}

/** The draft with all answers so far, and how the question ended. */
export interface StepResult {
  readonly kind: 'done' | 'back' | 'dismissed' | 'exit';
  readonly draft: ConnectionDraft;
  readonly exit?: QuickInputButton | undefined;
}

/** A step of a form: one question, or a few that belong together. */
export type Step = (draft: ConnectionDraft, place: Place) => Promise<StepResult>;

/** The draft with the answer, also with a step that asks for more; undefined to ask again. */
export type AnswerOutcome = ConnectionDraft | { readonly draft: ConnectionDraft; readonly next: Step } | undefined;

type Shown = StepResult | { readonly kind: 'accepted'; readonly outcome: AnswerOutcome | Promise<AnswerOutcome> };

interface TextQuestion {
  readonly prompt: string;
  /** Follows the prompt. */
  readonly note?: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  readonly value: string;
  /** Refuses unusable text. Has no side effect: it is also called for a text that the user leaves. */
  readonly accept: (text: string) => Exclude<AnswerOutcome, undefined>;
}

export interface ValueChoice<Value> extends QuickPickItem {
  readonly value: Value;
}

interface ChoiceQuestion<Value> {
  readonly placeholder: string;
  readonly choices: readonly ValueChoice<Value>[];
  readonly value: Value;
  readonly accept: (value: Value) => AnswerOutcome | Promise<AnswerOutcome>;
}

/** Creates a step that asks for a line of text. */
export function textStep(questionFor: (draft: ConnectionDraft) => TextQuestion): Step {
  return (draft, place) => {
    const { prompt, note, placeholder = '', password = false, value, accept } = questionFor(draft);
    let text = value;
    return untilDecided(place, (again) => {
      const input = window.createInputBox();
      input.prompt = note === undefined ? prompt : `${prompt}. ${note}`;
      // The failure takes the place of the prompt.
      input.placeholder = placeholder || (again.failure === undefined ? '' : prompt);
      input.password = password;
      input.value = text;
      input.validationMessage = again.failure && plainMessage(rowText(failureText(again.failure)));
      input.onDidChangeValue(() => {
        input.validationMessage = undefined;
      });
      const accepted = () => {
        text = input.value;
        return readOr(
          () => accept(text),
          (problem) => {
            input.validationMessage = problem;
            return undefined;
          },
        );
      };
      // Escape keeps what was typed, but no secret.
      const left = (kind: StepResult['kind']) => {
        const isKept = kind === 'exit' || (!password && input.value !== value);
        const outcome = readOr(
          () => (isKept ? accept(input.value) : draft),
          () => draft,
        );
        return 'next' in outcome ? outcome.draft : outcome;
      };
      return show(input, again, accepted, left);
    });
  };
}

/** Creates a step that asks for one of a few values. */
export function choiceStep<Value>(questionFor: (draft: ConnectionDraft) => ChoiceQuestion<Value>): Step {
  return (draft, place) => {
    const { placeholder, choices, value, accept } = questionFor(draft);
    let active = choices.find((choice) => choice.value === value);
    return untilDecided(place, (again) => {
      const pick = window.createQuickPick<ValueChoice<Value>>();
      pick.placeholder = again.failure === undefined ? placeholder : `${failureWords(again.failure)}. ${placeholder}`;
      pick.items = choices;
      pick.activeItems = active === undefined ? [] : [active];
      const accepted = () => {
        [active = active] = pick.selectedItems;
        return active && accept(active.value);
      };
      return show(pick, again, accepted, () => draft);
    });
  };
}

/** Creates a step that asks one step after the other. "Back" returns to the one before and keeps the answers. */
export function inTurn(first: Step, ...others: readonly Step[]): Step {
  const [second, ...rest] = others;
  if (second === undefined) {
    return first;
  }
  return async (start, place) => {
    let draft = start;
    for (;;) {
      const result = await first(draft, place);
      if (result.kind !== 'done') {
        return result;
      }
      const after = await inTurn(second, ...rest)(result.draft, following(place));
      if (after.kind !== 'back') {
        return after;
      }
      draft = after.draft;
    }
  };
}

async function untilDecided(start: Place, ask: (place: Place) => Promise<Shown>): Promise<StepResult> {
  for (let place = start; ; place = { ...start, failure: undefined }) {
    const shown = await ask(place);
    if (shown.kind !== 'accepted') {
      return shown;
    }
    const outcome = await shown.outcome;
    if (outcome !== undefined && !('next' in outcome)) {
      return { kind: 'done', draft: outcome };
    }
    const result = await outcome?.next(outcome.draft, following(place));
    if (result !== undefined && result.kind !== 'back') {
      return result;
    }
  }
}

function following(place: Place): Place {
  return { ...place, canGoBack: true, failure: undefined };
}

/**
 * Shows an input until the user leaves it or `accepted` returns an outcome. It stays open when the focus moves elsewhere.
 */
async function show(
  input: InputBox | QuickPick<QuickPickItem>,
  { title, canGoBack, exits = [] }: Place,
  accepted: () => AnswerOutcome | Promise<AnswerOutcome>,
  left: (kind: StepResult['kind']) => ConnectionDraft,
): Promise<Shown> {
  const { promise, resolve } = Promise.withResolvers<Shown>();
  input.title = title;
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [QuickInputButtons.Back, ...exits] : exits;
  input.onDidAccept(() => {
    const outcome = accepted();
    if (outcome !== undefined) {
      resolve({ kind: 'accepted', outcome });
    }
  });
  const leave = (kind: StepResult['kind'], exit?: QuickInputButton) => resolve({ kind, draft: left(kind), exit });
  input.onDidTriggerButton((exit) => leave(exit === QuickInputButtons.Back ? 'back' : 'exit', exit));
  input.onDidHide(() => leave('dismissed'));
  input.show();
  const shown = await promise;
  input.dispose();
  return shown;
}
