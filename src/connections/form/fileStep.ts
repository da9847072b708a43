import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { l10n, type Uri, window } from 'vscode';
import { refuse } from '../settings/unusableValue.ts';
import type { ConnectionDraft } from './connectionDraft.ts';
import { type AnswerOutcome, choiceStep, type Step, textStep } from './questions.ts';

/** Creates a step that asks for a file by its path or with VS Code's dialog. */
export function fileStep(
  prompt: string,
  isRequired: boolean,
  valueIn: (draft: ConnectionDraft) => string | undefined,
  withFile: (draft: ConnectionDraft, file: string | undefined) => ConnectionDraft,
): Step {
  return choiceStep<() => AnswerOutcome | Promise<AnswerOutcome>>((draft) => {
    const value = valueIn(draft);
    const accept = (file: string | undefined) => withFile(draft, file);
    const browse = async () => {
      const chosen: readonly Uri[] | undefined = await window.showOpenDialog({ title: prompt });
      return chosen?.[0] && accept(chosen[0].fsPath);
    };
    const choices = [
      ...(value ? [{ label: value, value: () => accept(value) }] : []),
      ...(isRequired ? [] : [{ label: l10n.t('None'), value: () => accept(undefined) }]),
      { label: l10n.t('Choose File…'), value: browse },
      { label: l10n.t('Enter Path…'), value: () => ({ draft, next: pathStep(prompt, value ?? '', accept) }) },
    ];
    return { placeholder: prompt, choices, value: choices[0]?.value ?? browse, accept: (act) => act() };
  });
}

function pathStep(prompt: string, value: string, accept: (file: string) => ConnectionDraft): Step {
  return textStep(() => ({
    prompt,
    placeholder: '/etc/ssl/private/kratos.pem',
    value,
    accept: (text) => {
      const path = text.trim();
      if (!isAbsolute(path)) {
        refuse(l10n.t('Enter the absolute path of the file.'));
      }
      return existsSync(path) ? accept(path) : refuse(l10n.t('The file {0} does not exist.', path));
    },
  }));
}
