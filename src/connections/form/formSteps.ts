import type { Draft } from './connectionDraft.ts';

/** The position of a step among the others. */
export interface StepPlace {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

export type Left = { readonly kind: 'back' } | { readonly kind: 'dismissed' };

/** The draft after a step, or how the user left the step. */
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

/** Runs the steps in order. "Back" returns to the previous step and keeps the answers. */
export async function runForm(form: Form, start: Draft): Promise<StepResult> {
  let draft = start;
  let at = 0;
  while (at >= 0) {
    const steps = form.steps(draft);
    const step = steps[at];
    if (step === undefined) {
      return { kind: 'done', draft };
    }
    const result = await step(draft, {
      title: form.title,
      step: at + 1,
      totalSteps: steps.length,
      canGoBack: form.canGoBack || at > 0,
    });
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

/** Returns where to continue after an answer that added or removed steps: no step is skipped or shown twice. */
function placeAfter(step: Step, place: number, before: readonly Step[], after: readonly Step[]): number {
  const same = after.indexOf(step);
  if (same >= 0) {
    return same + 1;
  }
  // Steps that are created again for each list keep their position.
  if (after.length >= before.length) {
    return place + 1;
  }
  const ahead = before.slice(place + 1);
  const next = after.findIndex((one) => ahead.includes(one));
  return next < 0 ? after.length : next;
}
