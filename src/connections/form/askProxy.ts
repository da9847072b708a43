import { l10n } from 'vscode';
import { secretStep } from './askAuthentication.ts';
import type { Draft } from './connectionDraft.ts';
import { choiceStep, entryProblem, textStep, type ValueChoice } from './entrySteps.ts';
import type { Step } from './formSteps.ts';

/** How to reach the server, then the address of a proxy of its own, then that proxy's password where its address names a user. */
export function proxySteps({ entry }: Draft): readonly Step[] {
  const proxy = entry.proxy ?? 'automatic';
  return ['automatic', 'none', 'vscode'].includes(proxy)
    ? [proxyKindStep]
    : [proxyKindStep, proxyAddressStep, secretStep('proxyPassword')];
}

/** In place of an address, until the next step has asked for one. */
const proxyToAsk = 'http://';

const proxyKindStep = choiceStep<string | undefined>(
  () => l10n.t('How should the server be reached?'),
  ({ entry }) => {
    const own = isAddress(entry.proxy) ? entry.proxy : proxyToAsk;
    const ways: readonly ValueChoice<string | undefined>[] = [
      {
        label: l10n.t('Automatic'),
        detail: l10n.t('Uses VS Code’s settings (http.proxy) and the environment (HTTPS_PROXY, NO_PROXY)'),
        value: undefined,
      },
      { label: l10n.t('No proxy'), value: 'none' },
      { label: l10n.t('Specific proxy…'), detail: l10n.t('Enter its address'), value: own },
    ];
    const throughVsCode = {
      label: l10n.t('Through VS Code'),
      detail: l10n.t('For PAC files and system logins; without client certificates and TLS options'),
      value: 'vscode',
    };
    return entryProblem({ ...entry, proxy: 'vscode' }) === undefined ? [...ways, throughVsCode] : ways;
  },
  ({ proxy }) => (proxy === 'automatic' ? undefined : proxy),
  (_entry, proxy) => ({ proxy }),
);

const proxyAddressStep = textStep(
  () => ({
    prompt: l10n.t(
      'Address of the proxy, with the user name if it requires a login. You will be asked for the password next.',
    ),
    placeholder: 'http://ada@proxy.example.org:3128',
  }),
  ({ proxy }) => (proxy === undefined || proxy === proxyToAsk ? '' : proxy),
  (_entry, text) => ({ proxy: text ?? proxyToAsk }),
);

function isAddress(proxy: string | undefined): proxy is string {
  return proxy !== undefined && /^https?:/i.test(proxy);
}
