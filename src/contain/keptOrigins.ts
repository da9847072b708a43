import { l10n, window } from 'vscode';
import { planRows, type Selection } from '../core/containment/plan.ts';
import { lineKey } from '../pages/host/origins/describeOrigins.ts';
import type { OriginNotes } from '../pages/host/origins/originNotes.ts';
import { numberWords } from '../text/counts.ts';
import { markText } from '../text/originText.ts';
import { originTitle } from '../text/originTitle.ts';
import { rowText } from '../text/visibleText.ts';
import type { IdentitySessions } from './readSessions.ts';

/**
 * Asks which origins of an identity are kept. Those that the owner recognised are checked at first. Undefined: the user
 * cancelled.
 */
export async function askKeptOrigins(
  { ref, sessions, origins, serverReadAt }: IdentitySessions,
  { identity, notes, now }: { readonly identity: string; readonly notes: OriginNotes; readonly now: Date },
): Promise<Selection | undefined> {
  const open = new Set(
    [...planRows(sessions, { now: serverReadAt }).values()]
      .filter(({ state }) => state !== 'ended')
      .map((row) => row.id),
  );
  const rows = origins.flatMap((origin) => {
    const count = origin.sessions.filter(({ id }) => open.has(id)).length;
    const recognition = origin.lines.flatMap((line) => notes.recognition(ref, lineKey(line), now) ?? [])[0];
    const [line] = origin.lines;
    const [, ...further] = new Set(origin.lines.map(originTitle));
    return count === 0 || line === undefined
      ? []
      : [
          {
            label: rowText(originTitle(line)),
            description: count === 1 ? l10n.t('1 session') : l10n.t('{0} sessions', numberWords(count)),
            detail: [recognition?.text, ...further, ...origin.reasons.map(({ finding }) => markText(finding.mark))]
              .filter((fact) => fact !== undefined)
              .map((fact) => rowText(fact))
              .join(' · '),
            picked: recognition?.isRecognised === true,
            origin,
          },
        ];
  });
  const kept = await window.showQuickPick(rows, {
    title: l10n.t('Revoke All Sessions of {0} but Those of the Checked Origins', identity),
    placeHolder: l10n.t('Check the origins to keep. What happens is shown before anything is sent.'),
    canPickMany: true,
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return kept && { kind: 'allBut', ids: [], origins: kept.map(({ origin }) => origin) };
}
