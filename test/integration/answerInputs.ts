import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from './eventually.ts';

type Input = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;

/** What the user enters into the next input: a text, or the row with this label. */
export type Answer = { readonly type: string } | { readonly pick: string };

/** What was on the screen at an input. */
export interface ShownInput {
  readonly title: string;
  readonly password: boolean;
}

export interface InputUser {
  /** Answers the inputs in turn, each as soon as it is shown, but busy ones. Returns what they showed. */
  answer(...answers: Answer[]): Promise<readonly ShownInput[]>;
}

/** Lets the surrounding `describe` use VS Code's real inputs: type and accept, or select a row and accept. */
export function answerInputs(): InputUser {
  const shown: Input[] = [];
  const real = { createInputBox: vscode.window.createInputBox, createQuickPick: vscode.window.createQuickPick };

  function noting<Made extends Input>(create: () => Made): () => Made {
    return () => {
      const input = create();
      shown.push(input);
      return input;
    };
  }

  before(() => {
    Reflect.set(vscode.window, 'createInputBox', noting(real.createInputBox));
    Reflect.set(vscode.window, 'createQuickPick', noting(real.createQuickPick));
  });

  beforeEach(() => {
    shown.length = 0;
  });

  after(() => {
    for (const [name, create] of Object.entries(real)) {
      Reflect.set(vscode.window, name, create);
    }
  });

  return {
    async answer(...answers) {
      const asked: ShownInput[] = [];
      for (const answer of answers) {
        const input = await eventually(() => {
          let next = shown.shift();
          while (next?.busy) {
            next = shown.shift();
          }
          assert.ok(next, `nothing asks for ${JSON.stringify(answer)}`);
          return next;
        });
        asked.push({ title: input.title ?? '', password: 'password' in input && input.password });
        await give(input, answer);
      }
      return asked;
    },
  };
}

async function give(input: Input, answer: Answer): Promise<void> {
  if ('type' in answer) {
    assert.ok('password' in input, `${input.title} wants a choice, not “${answer.type}”`);
    input.value = answer.type;
  } else {
    assert.ok('items' in input, `${input.title} wants a text, not a choice`);
    const row = input.items.find(({ label }) => label === answer.pick);
    assert.ok(row, `There is no “${answer.pick}” among ${input.items.map(({ label }) => label).join(', ')}.`);
    input.activeItems = [row];
  }
  // VS Code sends the change to its window by a timer of the same length: this one fires after it.
  await new Promise((resolve) => setTimeout(resolve));
  let accepted = false;
  const listener = input.onDidAccept(() => {
    accepted = true;
  });
  // The input may not be shown yet. An accepted answer arrives before the command ends.
  await eventually(async () => {
    if (!accepted) {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    }
    assert.ok(accepted, `${input.title} did not take ${JSON.stringify(answer)}`);
  });
  listener.dispose();
}
