import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { l10n, type Uri, window } from 'vscode';
import type { Draft } from './connectionDraft.ts';
import type { Step } from './formSteps.ts';
import { choiceStep, textStep, type ValueChoice } from './questions.ts';

interface FileQuestion {
  readonly prompt: string;
  readonly required?: boolean;
  readonly value: string | undefined;
  readonly accept: (file: string | undefined) => Draft;
}

/** Creates a step that asks for a file by its path or with VS Code's dialog. */
export function fileStep(questionFor: (draft: Draft) => FileQuestion): Step {
  return choiceStep<'keep' | 'none' | 'browse' | 'type'>((draft) => {
    const { prompt, required = false, value, accept } = questionFor(draft);
    const choices: ValueChoice<'keep' | 'none' | 'browse' | 'type'>[] = [
      ...(value ? [{ label: value, value: 'keep' as const }] : []),
      ...(required ? [] : [{ label: l10n.t('None'), value: 'none' as const }]),
      { label: l10n.t('Choose File…'), value: 'browse' },
      { label: l10n.t('Enter Path…'), value: 'type' },
    ];
    return {
      placeholder: prompt,
      choices,
      value: choices[0]?.value ?? 'browse',
      accept: async (choice) => {
        switch (choice) {
          case 'keep':
            return accept(value);
          case 'none':
            return accept(undefined);
          case 'browse': {
            const chosen: readonly Uri[] | undefined = await window.showOpenDialog({ title: prompt });
            return chosen?.[0] && accept(chosen[0].fsPath);
          }
          case 'type':
            return pathStep(prompt, value ?? '', accept);
        }
      },
    };
  });
}

function pathStep(prompt: string, value: string, accept: (file: string) => Draft): Step {
  return textStep(() => ({
    prompt,
    placeholder: '/etc/ssl/private/kratos.pem',
    value,
    problem: (text) => (isAbsolute(text.trim()) ? undefined : l10n.t('Enter the absolute path of the file.')),
    accept: async (text) => {
      const path = text.trim();
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile()) {
        return accept(path);
      }
      await window.showWarningMessage(l10n.t('The file {0} does not exist.', path), { modal: true });
      return undefined;
    },
  }));
}
