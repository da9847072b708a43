import { l10n } from 'vscode';
import { redactText } from '../core/http/redact.ts';
import { isHidden } from '../core/kratos/redact.ts';
import { escapeMarkdown } from '../text/escape.ts';
import { redactPersonalData, shownDetail } from '../text/redactPersonalData.ts';
import { visibleText } from '../text/visibleText.ts';
import type { Report, StepName, StepState } from './report.ts';

const lineLimit = 600;

/**
 * Returns the report as Markdown, with a line for each step and its facts below. Texts of servers are escaped, without
 * e-mail addresses, ids and keys. A line that may repeat one of `secrets` is hidden.
 */
export function reportText(report: Report, secrets: readonly string[] = []): string {
  const clean = (text: string) => {
    // Before the cut, which may leave a part of a secret.
    const redacted = redactText(text, secrets);
    return isHidden(redacted)
      ? shownDetail(redacted)
      : escapeMarkdown(redactPersonalData(visibleText(redacted, lineLimit)));
  };
  const lines = [
    `# ${clean(l10n.t('Check of {0}', report.connection))}`,
    '',
    summary(report),
    '',
    ...report.steps.flatMap(({ name, state }) => stepLines(name, state, clean)),
    '',
    l10n.t(
      'Started {0}. This report contains no secrets or personal data and can be shared. Every request is in the log (Kratos: Show Log).',
      report.startedAt.toISOString(),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function summary({ steps, end }: Report): string {
  const count = (kind: StepState['kind']) => steps.filter(({ state }) => state.kind === kind).length;
  const warnings = count('warning');
  switch (end) {
    case 'running':
      return l10n.t('The check is running…');
    case 'cancelled':
      return l10n.t('**Cancelled.** The steps that were not tried are marked.');
    case 'stopped':
      return l10n.t(
        '**{0}** The step that failed says why; the steps after it were not tried.',
        steps.map(({ state }) => ('heading' in state ? state.heading : undefined)).find((heading) => heading) ??
          l10n.t('This connection does not work.'),
      );
    case 'finished':
      if (count('failed') > 0) {
        return l10n.t('**The server responds, but not everything works.** The steps that failed say why.');
      }
      return warnings === 0
        ? l10n.t('**This connection works.**')
        : l10n.t('**This connection works.** Warnings: {0}.', warnings);
  }
}

function stepLines(name: StepName, state: StepState, clean: (text: string) => string): string[] {
  const start = `- ${mark(state)} **${stepTitle(name)}**`;
  switch (state.kind) {
    case 'waiting':
      return [start];
    case 'running':
      return [`${start} …`];
    case 'notTried':
      return [`${start} (${l10n.t('not tried')})`];
    case 'skipped':
      return [`${start} (${l10n.t('skipped')}): ${clean(state.text)}`];
    case 'ok':
    case 'warning':
    case 'failed': {
      const outcome = { ok: '', warning: ` (${l10n.t('warning')})`, failed: ` (${l10n.t('failed')})` }[state.kind];
      const details = (state.details ?? []).map((detail) => `    - ${clean(detail)}`);
      return [`${start}${outcome}: ${clean(state.text)}`, ...details];
    }
  }
}

function mark({ kind }: StepState): string {
  const marks = { ok: '✓', warning: '⚠', failed: '✗', running: '▸', waiting: '○', skipped: '○', notTried: '○' };
  return marks[kind];
}

function stepTitle(name: StepName): string {
  const titles: Readonly<Record<StepName, string>> = {
    address: l10n.t('Address'),
    proxy: l10n.t('Proxy'),
    dns: l10n.t('Host name'),
    tcp: l10n.t('Network connection'),
    tls: l10n.t('TLS'),
    secrets: l10n.t('Authentication'),
    response: l10n.t('Response'),
    api: l10n.t('Admin API'),
    version: l10n.t('Version'),
    paging: l10n.t('Paging'),
    clock: l10n.t('Clock'),
  };
  return titles[name];
}
