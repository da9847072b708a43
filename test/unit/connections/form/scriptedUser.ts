import { EventEmitter, QuickInputButtons } from 'vscode';

/** What the user does with the next input, picker, busy picker or dialog. */
export type Act =
  | { readonly on: 'input'; readonly type: string }
  /** Escape leaves `typed` in the input, which without it keeps what it showed. A button is named by its tooltip. */
  | { readonly on: 'input'; readonly press: string; readonly typed?: string }
  | { readonly on: 'pick'; readonly choose: string }
  | { readonly on: 'pick'; readonly press: string }
  | { readonly on: 'progress'; readonly press: 'cancel' }
  | { readonly on: 'modal'; readonly choose: string | undefined };

type Button = typeof QuickInputButtons.Back;

/** Returns how the user leaves an input: with Escape, "Back" or the button with this tooltip. */
function leaveBy(press: string, buttons: readonly Button[], button: EventEmitter<Button>, hidden: EventEmitter<void>) {
  if (press === 'escape') {
    hidden.fire();
    return;
  }
  const pressed = buttons.find((one) => (press === 'back' ? one === QuickInputButtons.Back : one.tooltip === press));
  if (pressed === undefined) {
    throw new Error(`There is no button “${press}”`);
  }
  button.fire(pressed);
}

interface QuickPickOptions {
  readonly title: string;
  readonly canPickMany?: boolean;
}

/** Returns the row with this label. */
function chosen<Row extends { readonly label: string }>(rows: readonly Row[], label: string): Row {
  const found = rows.find((row) => row.label === label);
  if (found === undefined) {
    throw new Error(`There is no “${label}” among ${rows.map((row) => row.label).join(', ')}`);
  }
  return found;
}

function rowText(row: { readonly label: string; readonly description?: string; readonly detail?: string }): string {
  return [row.label, row.description, row.detail].filter(Boolean).join(' | ');
}

/** Stands in for VS Code's inputs and dialogs and uses them by a script. */
export class ScriptedUser {
  readonly acts: Act[] = [];
  /** Steps, messages and problems, in their order. */
  readonly seen: string[] = [];
  /** The buttons of the last dialog, the default one first. */
  choices: readonly string[] = [];
  /** Titles, prompts, placeholders and rows. */
  readonly read: string[] = [];
  /** What was typed, and whether it was hidden. */
  readonly inputs: { readonly text: string; readonly hidden: boolean }[] = [];

  reset(): void {
    for (const list of [this.acts, this.seen, this.read, this.inputs]) {
      list.length = 0;
    }
  }

  readonly window = {
    createInputBox: () => this.#inputBox(),
    createQuickPick: () => this.#quickPick(),
    showQuickPick: async (rows: readonly { readonly label: string }[], { title, canPickMany }: QuickPickOptions) => {
      this.seen.push(title, ...rows.map(rowText));
      const act = this.#next('pick');
      const picked = 'choose' in act ? chosen(rows, act.choose) : undefined;
      return canPickMany && picked !== undefined ? [picked] : picked;
    },
    showInformationMessage: async (message: string) => {
      this.seen.push(message);
      return undefined;
    },
    showWarningMessage: async (
      message: string,
      { detail = '' }: { detail?: string },
      ...choices: (string | { title: string })[]
    ) => {
      this.seen.push(message, detail);
      this.choices = choices.map((choice) => (typeof choice === 'string' ? choice : choice.title));
      const act = this.#next('modal');
      return choices.find((choice) => (typeof choice === 'string' ? choice : choice.title) === act.choose);
    },
  };

  #inputBox() {
    const [changed, accepted, button, hidden] = [
      new EventEmitter<string>(),
      new EventEmitter<void>(),
      new EventEmitter<Button>(),
      new EventEmitter<void>(),
    ];
    const box = {
      title: '',
      buttons: [] as readonly Button[],
      prompt: '',
      placeholder: '',
      password: false,
      value: '',
      validationMessage: undefined as string | undefined,
      onDidChangeValue: changed.event,
      onDidAccept: accepted.event,
      onDidTriggerButton: button.event,
      onDidHide: hidden.event,
      dispose: () => hidden.fire(),
      show: () => {
        this.seen.push(`${box.prompt.replace(/(?: \(|, |\. ).*/, '')} with "${box.value}"`);
        if (box.validationMessage !== undefined) {
          this.seen.push(box.validationMessage);
        }
        this.read.push(box.title, box.prompt, box.placeholder);
        queueMicrotask(() => this.#use(box, { changed, accepted, button, hidden }));
      },
    };
    return box;
  }

  #quickPick() {
    const [accepted, button, hidden] = [new EventEmitter<void>(), new EventEmitter<Button>(), new EventEmitter<void>()];
    const { seen } = this;
    let placeholder = '';
    const pick = {
      title: '',
      buttons: [] as readonly Button[],
      busy: false,
      items: [] as readonly { readonly label: string }[],
      activeItems: [] as readonly { readonly label: string }[],
      selectedItems: [] as readonly { readonly label: string }[],
      get placeholder() {
        return placeholder;
      },
      set placeholder(text: string) {
        placeholder = text;
        if (pick.busy && !text.startsWith('Checking')) {
          seen.push(text);
        }
      },
      onDidAccept: accepted.event,
      onDidTriggerButton: button.event,
      onDidHide: hidden.event,
      dispose: () => hidden.fire(),
      show: () => {
        this.read.push(pick.title, ...(pick.busy ? [placeholder] : pick.items.map(rowText)));
        if (!pick.busy) {
          seen.push(placeholder);
          queueMicrotask(() => {
            const act = this.#next('pick');
            if ('press' in act) {
              leaveBy(act.press, pick.buttons, button, hidden);
            } else {
              pick.selectedItems = [chosen(pick.items, act.choose)];
              accepted.fire();
            }
          });
        } else if (this.acts[0]?.on === 'progress') {
          this.acts.shift();
          hidden.fire();
        }
      },
    };
    return pick;
  }

  /** Types until a text is accepted, or leaves. */
  #use(
    box: {
      value: string;
      readonly password: boolean;
      readonly buttons: readonly Button[];
      readonly validationMessage: string | undefined;
    },
    events: {
      changed: EventEmitter<string>;
      accepted: EventEmitter<void>;
      button: EventEmitter<Button>;
      hidden: EventEmitter<void>;
    },
  ): void {
    const act = this.#next('input');
    if ('press' in act) {
      box.value = act.typed ?? box.value;
      leaveBy(act.press, box.buttons, events.button, events.hidden);
      return;
    }
    this.inputs.push({ text: act.type, hidden: box.password });
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
      throw new Error(`${on} was shown, but the script expects ${act?.on ?? 'nothing more'}`);
    }
    return act as Extract<Act, { on: On }>;
  }
}
