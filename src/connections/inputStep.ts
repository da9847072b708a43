import { type Disposable, QuickInputButtons, window } from 'vscode';

export interface InputStepOptions {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** Why `text` cannot be accepted, in one sentence; undefined when it can. */
  readonly problem: (text: string) => string | undefined;
}

export type InputStepResult =
  | { readonly kind: 'accepted'; readonly text: string }
  | { readonly kind: 'back' }
  | { readonly kind: 'dismissed' };

/** One step of several that ask for a line of text. Stays open while the person looks something up elsewhere. */
export function askForText(options: InputStepOptions): Promise<InputStepResult> {
  const { promise, resolve } = Promise.withResolvers<InputStepResult>();
  const input = window.createInputBox();
  input.title = options.title;
  input.step = options.step;
  input.totalSteps = options.totalSteps;
  input.prompt = options.prompt;
  input.placeholder = options.placeholder;
  input.value = options.value;
  input.ignoreFocusOut = true;
  input.buttons = options.step > 1 ? [QuickInputButtons.Back] : [];
  const listeners: Disposable[] = [
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    }),
    input.onDidAccept(() => {
      const problem = options.problem(input.value);
      input.validationMessage = problem;
      if (problem === undefined) {
        resolve({ kind: 'accepted', text: input.value });
      }
    }),
    input.onDidTriggerButton(() => resolve({ kind: 'back' })),
    input.onDidHide(() => resolve({ kind: 'dismissed' })),
  ];
  input.show();
  return promise.finally(() => {
    for (const listener of listeners) {
      listener.dispose();
    }
    input.dispose();
  });
}
