import { l10n } from 'vscode';
import { gatewayLine, type LoggedSession, signInLine } from '../demo/logLines.ts';

/** A log as text, and where in it the id of the session to look up begins. */
interface SampleLog {
  readonly text: string;
  readonly line: number;
  readonly character: number;
}

/**
 * Returns lines of Kratos and of a gateway in front of it. One of them has the id of the stranger's session, and the
 * comments say which. `others` are sessions that are older.
 */
export function sampleLog(stranger: LoggedSession, others: readonly LoggedSession[]): SampleLog {
  const after = (seconds: number) => new Date(stranger.began.getTime() + seconds * 1000);
  const other = (place: number) => others[place] ?? stranger;
  const marked = gatewayLine(stranger, after(14), 'PUT /api/payout-account', 200);
  const before = [
    `# ${l10n.t('A sample log of the demo. Everybody in it is invented.')}`,
    `# ${l10n.t('Emmy Ritter writes that her payout account was changed, and that it was not her.')}`,
    `# ${l10n.t('Whose session was it? Its id is selected below: run “Kratos: Find Session…” (F1).')}`,
    '',
    gatewayLine(other(0), after(-95), 'GET /api/orders', 200),
    gatewayLine(other(1), after(-32), 'GET /api/account', 200),
    signInLine(stranger, after(0)),
    gatewayLine(stranger, after(6), 'GET /api/account', 200),
    gatewayLine(other(0), after(9), 'GET /api/orders?page=2', 200),
    `# ${l10n.t('This request changed the payout account:')}`,
  ];
  const lines = [...before, marked, gatewayLine(other(1), after(51), 'POST /api/cart', 201)];
  return { text: `${lines.join('\n')}\n`, line: before.length, character: marked.indexOf(stranger.id) };
}
