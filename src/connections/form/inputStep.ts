import { type Disposable, QuickInputButtons, type QuickPickItem, window } from 'vscode';

/** Where a step stands among the others. */
export interface StepPlace {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

export interface TextStep extends StepPlace {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** Nothing of it is shown. */
  readonly password?: boolean;
  /** Why `text` cannot be accepted, in one sentence without the text of a password; undefined when it can. */
  readonly problem: (text: string) => string | undefined;
}

export interface ChoiceStep<Choice extends QuickPickItem> extends StepPlace {
  readonly placeholder: string;
  readonly choices: readonly Choice[];
  readonly active: Choice | undefined;
}

export type Left = { readonly kind: 'back' } | { readonly kind: 'dismissed' };
export type TextAnswer = Left | { readonly kind: 'accepted'; readonly text: string };
export type ChoiceAnswer<Choice> = Left | { readonly kind: 'accepted'; readonly choice: Choice };

/** One step of several that ask for a line of text. Stays open while the person looks something up elsewhere. */
export function askForText(step: TextStep): Promise<TextAnswer> {
  const { promise, resolve } = Promise.withResolvers<TextAnswer>();
  const input = window.createInputBox();
  input.title = step.title;
  input.step = step.step;
  input.totalSteps = step.totalSteps;
  input.prompt = step.prompt;
  input.placeholder = step.placeholder;
  input.password = step.password ?? false;
  input.value = step.value;
  input.ignoreFocusOut = true;
  input.buttons = step.canGoBack ? [QuickInputButtons.Back] : [];
  const listeners: Disposable[] = [
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    }),
    input.onDidAccept(() => {
      const problem = step.problem(input.value);
      input.validationMessage = problem;
      if (problem === undefined) {
        resolve({ kind: 'accepted', text: input.value });
      }
    }),
    input.onDidTriggerButton(() => resolve({ kind: 'back' })),
    input.onDidHide(() => resolve({ kind: 'dismissed' })),
  ];
  input.show();
  return promise.finally(() => end(input, listeners));
}

/** One step of several that ask for one of a few things. */
export function askForChoice<Choice extends QuickPickItem>(step: ChoiceStep<Choice>): Promise<ChoiceAnswer<Choice>> {
  const { promise, resolve } = Promise.withResolvers<ChoiceAnswer<Choice>>();
  const pick = window.createQuickPick<Choice>();
  pick.title = step.title;
  pick.step = step.step;
  pick.totalSteps = step.totalSteps;
  pick.placeholder = step.placeholder;
  pick.items = step.choices;
  pick.activeItems = step.active === undefined ? [] : [step.active];
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.buttons = step.canGoBack ? [QuickInputButtons.Back] : [];
  const listeners: Disposable[] = [
    pick.onDidAccept(() => {
      const [choice] = pick.selectedItems;
      if (choice !== undefined) {
        resolve({ kind: 'accepted', choice });
      }
    }),
    pick.onDidTriggerButton(() => resolve({ kind: 'back' })),
    pick.onDidHide(() => resolve({ kind: 'dismissed' })),
  ];
  pick.show();
  return promise.finally(() => end(pick, listeners));
}

function end(input: Disposable, listeners: readonly Disposable[]): void {
  for (const listener of listeners) {
    listener.dispose();
  }
  input.dispose();
}
