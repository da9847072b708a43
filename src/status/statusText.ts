import { l10n, ThemeColor } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import { connectionColor, connectionFacts } from '../connections/connectionFacts.ts';
import { waitingWords } from '../text/counts.ts';
import { failureText } from '../text/failureText.ts';
import { failureWords } from '../text/failureWords.ts';
import { factLine, statusBarText, visibleText } from '../text/visibleText.ts';
import type { ConnectionState } from './connectionState.ts';

interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers: the text without its icon. */
  readonly label: string;
  readonly color: ThemeColor | undefined;
  readonly background: ThemeColor | undefined;
}

const nameLimit = 40;

export function statusText(connection: Connection, state: ConnectionState): StatusText {
  const name = statusBarText(connection.name, nameLimit);
  const { icon, words } = describeState(state);
  const shown = state.kind === 'failed' || state.kind === 'waiting' ? `${name}: ${words}` : name;
  const sentence = state.kind === 'failed' ? failureText(state.failure) : undefined;
  return {
    text: `$(${icon}) ${shown}`,
    tooltip: [
      factLine([l10n.t('Kratos: {0}', visibleText(connection.name)), ...connectionFacts(connection), words]),
      sentence,
      l10n.t('Click for actions on this connection.'),
    ]
      .filter((line) => line !== undefined)
      .join('\n'),
    label: l10n.t('Kratos connection {0}, {1}', name, factLine([...connectionFacts(connection), words])),
    color: connectionColor(connection),
    background: state.kind === 'failed' ? new ThemeColor('statusBarItem.errorBackground') : undefined,
  };
}

function describeState(state: ConnectionState): { icon: string; words: string } {
  switch (state.kind) {
    case 'idle':
      return { icon: 'server', words: l10n.t('not contacted yet') };
    case 'connected':
      return { icon: 'server', words: l10n.t('connected') };
    case 'loading':
      return { icon: 'loading~spin', words: l10n.t('loading') };
    case 'waiting':
      return { icon: 'watch', words: waitingWords(state.seconds) };
    case 'failed':
      return { icon: 'error', words: failureWords(state.failure) };
  }
}
