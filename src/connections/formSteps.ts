import type { Draft } from './connectionDraft.ts';
import type { Left, StepPlace } from './inputStep.ts';

/** What a step made of the draft, or how the person left it. */
export type StepResult = Left | { readonly kind: 'done'; readonly draft: Draft };

/** One question of a form. */
export type Step = (draft: Draft, place: StepPlace) => Promise<StepResult>;

export interface Form {
  readonly title: string;
  /** The questions, as far as what is known by now decides them: an answer may bring more. */
  readonly steps: (draft: Draft) => readonly Step[];
  /** Whether there is something before the first step. */
  readonly canGoBack: boolean;
}

/**
 * Asks one question after the other, back and forth; what was answered is kept on the way back. Done after the last one,
 * "back" from before the first.
 */
export async function runForm(form: Form, start: Draft): Promise<StepResult> {
  let draft = start;
  let at = 0;
  while (at >= 0) {
    const steps = form.steps(draft);
    const step = steps[at];
    if (step === undefined) {
      return { kind: 'done', draft };
    }
    const place = {
      title: form.title,
      step: at + 1,
      totalSteps: steps.length,
      canGoBack: form.canGoBack || at > 0,
    };
    const result = await step(draft, place);
    switch (result.kind) {
      case 'dismissed':
        return result;
      case 'back':
        at -= 1;
        break;
      case 'done':
        draft = result.draft;
        at += 1;
        break;
    }
  }
  return { kind: 'back' };
}
