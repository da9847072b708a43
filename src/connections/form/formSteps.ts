import type { Draft } from './connectionDraft.ts';
import type { Left, StepPlace } from './inputStep.ts';

/** What a step made of the draft, or how the person left it. */
export type StepResult = Left | { readonly kind: 'done'; readonly draft: Draft };

/** One question of a form. */
export type Step = (draft: Draft, place: StepPlace) => Promise<StepResult>;

export interface Form {
  readonly title: string;
  /** The steps for this draft; an answer may add or remove some. */
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
        at = placeAfter(step, at, steps, form.steps(draft));
        break;
    }
  }
  return { kind: 'back' };
}

/**
 * Where the form goes on in the steps that an answer led to. An answer in the middle of a form may bring steps before its
 * own, or take its own away with others: none of those that were still ahead is left out for that, and none asked twice.
 */
function placeAfter(step: Step, place: number, before: readonly Step[], after: readonly Step[]): number {
  const same = after.indexOf(step);
  if (same >= 0) {
    return same + 1;
  }
  // Steps that are made for each list anew stay in their place.
  if (after.length >= before.length) {
    return place + 1;
  }
  const ahead = before.slice(place + 1);
  const next = after.findIndex((one) => ahead.includes(one));
  return next < 0 ? after.length : next;
}
