import { l10n } from 'vscode';
import { redactText } from '../core/http/redact.ts';
import { isHidden } from '../core/kratos/redact.ts';
import { escapeMarkdown } from '../text/markdown.ts';
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
      const details = (state.details ?? []).map((detail) => `    - ${clean(detail)}`);
      return [`${start}${outcome(state.kind)}: ${clean(state.text)}`, ...details];
    }
  }
}

function outcome(kind: 'ok' | 'warning' | 'failed'): string {
  return kind === 'ok' ? '' : ` (${kind === 'warning' ? l10n.t('warning') : l10n.t('failed')})`;
}

function mark({ kind }: StepState): string {
  switch (kind) {
    case 'ok':
      return '✓';
    case 'warning':
      return '⚠';
    case 'failed':
      return '✗';
    case 'running':
      return '▸';
    case 'waiting':
    case 'skipped':
    case 'notTried':
      return '○';
  }
}

function stepTitle(name: StepName): string {
  switch (name) {
    case 'address':
      return l10n.t('Address');
    case 'proxy':
      return l10n.t('Proxy');
    case 'dns':
      return l10n.t('Host name');
    case 'tcp':
      return l10n.t('Network connection');
    case 'tls':
      return l10n.t('TLS');
    case 'secrets':
      return l10n.t('Authentication');
    case 'response':
      return l10n.t('Response');
    case 'api':
      return l10n.t('Admin API');
    case 'version':
      return l10n.t('Version');
    case 'paging':
      return l10n.t('Paging');
    case 'clock':
      return l10n.t('Clock');
  }
}
