import { l10n, window } from 'vscode';
import { isNameTyped } from '../connections/unlock/isNameTyped.ts';
import type { Plan, PlanRow } from '../core/containment/plan.ts';
import {
  newSessionsQuestion,
  type PlanSubject,
  planButton,
  planChoices,
  planDetail,
  planQuestion,
} from '../text/planQuestion.ts';

interface ConfirmOptions {
  readonly subject: PlanSubject;
  readonly isProduction: boolean;
  /** Moves the focus to the plan. */
  readonly review: () => Thenable<unknown>;
}

/** Asks whether a plan is carried out. For production, the user types the connection's name. */
export async function confirmPlan(plan: Plan, { subject, isProduction, review }: ConfirmOptions): Promise<boolean> {
  const question = planQuestion(plan, subject);
  const act = planButton(plan);
  const { review: list, stop } = planChoices(plan);
  // Enter presses the first button, so that it has to be harmless.
  const chosen = await window.showWarningMessage(
    question,
    { modal: true, detail: planDetail(plan, subject) },
    list,
    act,
  );
  if (chosen === undefined) {
    return false;
  }
  if (chosen === list) {
    await review();
  }
  if (isProduction) {
    return await isNameTyped(plan.connection.name, question, (name) =>
      l10n.t('This is production. Type the name of the connection for “{0}”: {1}', act, name),
    );
  }
  return chosen === act || (await isConfirmedBesidePlan(question, [stop, act]));
}

/** Asks about sessions that began since the plan, which are kept unless the user includes them. */
export async function askAboutNewSessions(newSessions: readonly PlanRow[]): Promise<'include' | 'keep' | 'stop'> {
  const keep = newSessions.length === 1 ? l10n.t('Keep It') : l10n.t('Keep Them');
  const include = l10n.t('Include');
  const chosen = await window.showWarningMessage(newSessionsQuestion(newSessions), { modal: true }, keep, include);
  return chosen === include ? 'include' : chosen === keep ? 'keep' : 'stop';
}

/** Asks again in a list that stays open while the user reads the plan. */
async function isConfirmedBesidePlan(question: string, [stop, act]: readonly [string, string]): Promise<boolean> {
  const chosen = await window.showQuickPick([stop, act], {
    title: question,
    placeHolder: l10n.t('The plan is open. This stays here while you read it.'),
    ignoreFocusOut: true,
  });
  return chosen === act;
}
