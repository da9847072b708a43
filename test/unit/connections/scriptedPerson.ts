import { EventEmitter } from 'vscode';

/** What a person does with the next thing that is shown to them. */
export type Act =
  | { readonly on: 'input'; readonly type: string }
  | { readonly on: 'input'; readonly press: 'back' | 'escape' }
  | { readonly on: 'progress'; readonly press: 'cancel' }
  | { readonly on: 'modal'; readonly choose: string | undefined };

/** The few of VS Code's windows that ask a person something, answered by a script; `seen` is what the person read. */
export class ScriptedPerson {
  readonly acts: Act[] = [];
  readonly seen: string[] = [];

  readonly window = {
    createInputBox: () => this.#inputBox(),
    withProgress: (_options: unknown, task: (progress: unknown, token: unknown) => Promise<unknown>) => {
      const cancelled = new EventEmitter<void>();
      const result = task({}, { onCancellationRequested: cancelled.event });
      if (this.acts[0]?.on === 'progress') {
        this.acts.shift();
        cancelled.fire();
      }
      return result;
    },
    showWarningMessage: async (
      message: string,
      { detail }: { detail: string },
      ...choices: (string | { title: string })[]
    ) => {
      this.seen.push(message, detail);
      const act = this.#next('modal');
      return choices.find((choice) => (typeof choice === 'string' ? choice : choice.title) === act.choose);
    },
  };

  #inputBox() {
    const [changed, accepted, button, hidden] = [
      new EventEmitter<string>(),
      new EventEmitter<void>(),
      new EventEmitter<void>(),
      new EventEmitter<void>(),
    ];
    const box = {
      step: 0,
      value: '',
      validationMessage: undefined as string | undefined,
      onDidChangeValue: changed.event,
      onDidAccept: accepted.event,
      onDidTriggerButton: button.event,
      onDidHide: hidden.event,
      dispose: () => hidden.fire(),
      show: () => {
        this.seen.push(`step ${box.step} with "${box.value}"`);
        queueMicrotask(() => this.#use(box, { changed, accepted, button, hidden }));
      },
    };
    return box;
  }

  /** Types until the text is accepted, or leaves. */
  #use(
    box: { value: string; validationMessage: string | undefined },
    events: {
      changed: EventEmitter<string>;
      accepted: EventEmitter<void>;
      button: EventEmitter<void>;
      hidden: EventEmitter<void>;
    },
  ): void {
    const act = this.#next('input');
    if ('press' in act) {
      // Back is the only button that an input has.
      (act.press === 'back' ? events.button : events.hidden).fire();
      return;
    }
    box.value = act.type;
    events.changed.fire(act.type);
    events.accepted.fire();
    if (box.validationMessage !== undefined) {
      this.seen.push(box.validationMessage);
      this.#use(box, events);
    }
  }

  #next<On extends Act['on']>(on: On): Extract<Act, { on: On }> {
    const act = this.acts.shift();
    if (act?.on !== on) {
      throw new Error(`${on} was shown, but the person was to use ${act?.on ?? 'nothing more'}`);
    }
    return act as Extract<Act, { on: On }>;
  }
}
