import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { l10n, type QuickPickItem, type Uri, window } from 'vscode';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { withEntry } from './connectionDraft.ts';
import type { Step } from './formSteps.ts';
import { askForChoice, askForText, type StepPlace } from './inputStep.ts';

/** Asks for a file by its path, or by VS Code's own dialog. */
export function fileStep(
  placeholder: () => string,
  read: (entry: ConnectionEntry) => string | undefined,
  write: (entry: ConnectionEntry, file: string | undefined) => Partial<ConnectionEntry>,
  { needed = false } = {},
): Step {
  return async (draft, place) => {
    const current = read(draft.entry);
    const done = (file: string | undefined) =>
      ({ kind: 'done', draft: withEntry(draft, write(draft.entry, file)) }) as const;
    for (;;) {
      const choices: (QuickPickItem & { readonly does: 'keep' | 'none' | 'browse' | 'type' })[] = [
        ...(current ? [{ label: current, does: 'keep' as const }] : []),
        ...(needed ? [] : [{ label: l10n.t('None'), does: 'none' as const }]),
        { label: l10n.t('Choose File…'), does: 'browse' },
        { label: l10n.t('Enter Path…'), does: 'type' },
      ];
      const answer = await askForChoice({ ...place, placeholder: placeholder(), choices, active: choices[0] });
      if (answer.kind !== 'accepted') {
        return answer;
      }
      switch (answer.choice.does) {
        case 'keep':
          return done(current);
        case 'none':
          return done(undefined);
        case 'browse': {
          const chosen: readonly Uri[] | undefined = await window.showOpenDialog({ title: placeholder() });
          const file = chosen?.[0]?.fsPath;
          if (file !== undefined) {
            return done(file);
          }
          break;
        }
        case 'type': {
          const typed = await typedPath(placeholder(), current ?? '', place);
          if (typed.kind === 'dismissed') {
            return typed;
          }
          if (typed.kind === 'accepted') {
            return done(typed.text.trim());
          }
          break;
        }
      }
    }
  };
}

async function typedPath(prompt: string, value: string, place: StepPlace) {
  let tried = value;
  for (;;) {
    const answer = await askForText({
      ...place,
      canGoBack: true,
      prompt,
      placeholder: '/etc/ssl/private/kratos.pem',
      value: tried,
      problem: (text) => (isAbsolute(text.trim()) ? undefined : l10n.t('Enter the absolute path of the file.')),
    });
    if (answer.kind !== 'accepted' || (await isFile(answer.text.trim()))) {
      return answer;
    }
    tried = answer.text.trim();
    await window.showWarningMessage(l10n.t('The file {0} does not exist.', tried), { modal: true });
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}
