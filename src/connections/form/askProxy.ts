import { l10n } from 'vscode';
import { secretStep } from './askSecret.ts';
import { checkedDraft, entryProblem, withEntry } from './connectionDraft.ts';
import { choiceStep, inTurn, textStep, type ValueChoice } from './questions.ts';

/** Stands for an address until the next step has asked for one. */
const proxyToAsk = 'http://';

/** Asks how to reach the server; of a specific proxy, for its address and the password of a user in it. */
export const proxyStep = choiceStep<string>((draft) => {
  const { entry } = draft;
  const own = entry.proxy !== undefined && /^https?:/i.test(entry.proxy) ? entry.proxy : proxyToAsk;
  const choices: readonly ValueChoice<string>[] = [
    {
      label: l10n.t('Automatic'),
      detail: l10n.t('Uses VS Code’s settings (http.proxy) and the environment (HTTPS_PROXY, NO_PROXY)'),
      value: 'automatic',
    },
    { label: l10n.t('No proxy'), value: 'none' },
    { label: l10n.t('Specific proxy…'), detail: l10n.t('Enter its address'), value: own },
    {
      label: l10n.t('Through VS Code'),
      detail: l10n.t('For PAC files and system logins; without client certificates and TLS options'),
      value: 'vscode',
    },
  ];
  return {
    placeholder: l10n.t('How should the server be reached?'),
    choices: entryProblem({ ...entry, proxy: 'vscode' }) === undefined ? choices : choices.slice(0, -1),
    value: entry.proxy ?? 'automatic',
    accept: (chosen) => {
      const after = withEntry(draft, { proxy: chosen === 'automatic' ? undefined : chosen });
      return chosen === own ? { draft: after, next: inTurn(proxyAddressStep, secretStep('proxyPassword')) } : after;
    },
  };
});

const proxyAddressStep = textStep((draft) => {
  const { proxy = proxyToAsk } = draft.entry;
  return {
    prompt: l10n.t(
      'Address of the proxy, with the user name if it requires a login. You will be asked for the password next.',
    ),
    placeholder: 'http://ada@proxy.example.org:3128',
    value: proxy === proxyToAsk ? '' : proxy,
    accept: (text) => checkedDraft(withEntry(draft, { proxy: text.trim() || proxyToAsk })),
  };
});
