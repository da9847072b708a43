import { l10n, type QuickInputButton, ThemeIcon, window } from 'vscode';
import type { Secrets, ServerOptions } from '../../core/http/connectionOptions.ts';
import type { Transport } from '../../core/http/transport.ts';
import { createKratosClient } from '../../core/kratos/createKratosClient.ts';
import { type Failure, failureOf } from '../../core/kratos/failure.ts';
import { openServer, type ServerParts } from '../../server/openServer.ts';
import { authenticationSecrets, isSecretOf, placesWithProxy, type SecretPlace } from '../secrets/secretPlaces.ts';
import { serverOptions } from '../settings/serverOptions.ts';
import { suggestedAddress } from '../suggestedAddress.ts';
import { withWaits } from '../waitingProgress.ts';
import { authenticationStep, credentialsStep } from './askAuthentication.ts';
import { caFileStep, clientCertificateStep } from './askCertificates.ts';
import { proxyStep } from './askProxy.ts';
import { placeStep } from './askSecret.ts';
import { type ConnectionDraft, entryProblem, isUsable, withEntry, withoutSecrets } from './connectionDraft.ts';
import type { Place, Step, StepResult } from './questions.ts';

export type CheckParts = Omit<ServerParts, 'secrets'>;

const saveAnyway: QuickInputButton = { iconPath: new ThemeIcon('save'), tooltip: l10n.t('Save Anyway') };
const otherKind: QuickInputButton = { iconPath: new ThemeIcon('key'), tooltip: l10n.t('Other Authentication…') };

/**
 * Checks the draft's server, and asks for what it requires until it responds or the user saves it anyway. `addressStep`
 * asks for the address and proposes one.
 */
export async function checkDraft(
  parts: CheckParts,
  start: ConnectionDraft,
  { title, canGoBack }: Place,
  addressStep: (suggested?: string) => Step,
): Promise<StepResult> {
  let draft = start;
  for (;;) {
    const { failure, wantsBasic } = await check(parts, draft, title);
    if (failure === undefined) {
      return { kind: 'done', draft };
    }
    if (failure.kind === 'cancelled') {
      return { kind: 'back', draft };
    }
    const server = serverOptions(draft.entry);
    const fix = fixFor(parts, server, failure, wantsBasic);
    // A secret that was never sent is requested without an error message.
    const isNew = failure.kind === 'unauthorized' && server.authentication.kind === 'none';
    const place = {
      title,
      canGoBack: fix !== undefined || canGoBack,
      failure: isNew || failure.kind === 'secretMissing' ? undefined : failure,
      exits: [saveAnyway],
    };
    const step = fix ?? addressStep(suggestedAddress(failure, { kind: 'configured', server })?.url);
    const fixed = await step(draft, place);
    switch (fixed.kind) {
      case 'exit':
        return { kind: 'done', draft: uncheckedDraft(fixed.draft, draft) };
      case 'done':
        draft = (await isUsable(fixed.draft)) ? fixed.draft : draft;
        break;
      default:
        return fixed;
    }
  }
}

/** Returns the draft to save without a check: what was typed last, and the secrets that were refused but not replaced. */
function uncheckedDraft(typed: ConnectionDraft, before: ConnectionDraft): ConnectionDraft {
  const refused = before.secrets.filter((secret) => !typed.secrets.some((one) => isSecretOf(one, secret)));
  return entryProblem(typed.entry) === undefined ? { ...typed, secrets: [...typed.secrets, ...refused] } : before;
}

/** Returns what to ask for after this failure; undefined for the address. */
function fixFor(parts: CheckParts, server: ServerOptions, failure: Failure, wantsBasic: boolean): Step | undefined {
  const secretStep = (isWanted: (place: SecretPlace) => boolean): Step | undefined => {
    const wanted = placesWithProxy(server, parts.settings.network()).find(isWanted);
    return wanted && ((draft, place) => placeStep(wanted)(withoutSecrets(draft, [wanted.name]), place));
  };
  switch (failure.kind) {
    case 'unauthorized':
    case 'forbidden':
      return credentialsFix(server, wantsBasic);
    case 'secretMissing':
    case 'secretUnusable':
      return secretStep(({ name }) => name === failure.secret);
    case 'proxyLogin':
      return secretStep(({ name, origin }) => name.startsWith('proxy') && origin === failure.proxy);
    case 'proxyUnreachable':
    case 'proxyRefused':
    case 'proxyUnusable':
    case 'vscodeProxyLogin':
      return proxyStep;
    case 'tls':
      if (failure.problem.kind === 'unknownAuthority') {
        return caFileStep(true);
      }
      return failure.problem.kind.startsWith('clientCertificate') ? clientCertificateStep : undefined;
    case 'fileUnreadable':
    case 'fileUnusable':
      if (failure.kind === 'fileUnusable' && failure.problem === 'wrongPassphrase') {
        return secretStep(({ name }) => name === 'passphrase');
      }
      return failure.path === server.tls.caFile ? caFileStep(true) : clientCertificateStep;
    default:
      return undefined;
  }
}

/** Creates a step that asks for other credentials; for an API key if there were none, unless the server says "Basic". */
function credentialsFix({ authentication: refused }: ServerOptions, wantsBasic: boolean): Step {
  return async (draft, place) => {
    const known = refused.kind === 'none' ? undefined : draft.entry.authentication;
    const authentication = known ?? (wantsBasic ? { type: 'basic', username: '' } : { type: 'bearer' });
    // Without the refused secrets: an empty input would keep them.
    const begun = withoutSecrets(withEntry(draft, { authentication }), authenticationSecrets(refused));
    const result = await credentialsStep(authentication.type)(begun, {
      ...place,
      title: refused.kind === 'bearer' ? l10n.t('Enter Another Key') : place.title,
      exits: [otherKind, ...(place.exits ?? [])],
    });
    return result.kind === 'exit' && result.exit === otherKind
      ? await authenticationStep(draft, { ...place, failure: undefined })
      : result;
  };
}

/** Checks the draft's server while a busy input is shown, which cancels the check when it is closed. */
async function check({ askUnencrypted, log, settings }: CheckParts, draft: ConnectionDraft, title: string) {
  const { name, url } = draft.entry;
  const secrets: Secrets = {
    get: async (secret, origin) => draft.secrets.find((one) => isSecretOf({ name: secret, origin }, one))?.value,
  };
  const connection = { kind: 'configured', name, server: serverOptions(draft.entry) } as const;
  const server = openServer(connection, { secrets, settings, askUnencrypted, log });
  server.resetConsent();
  let challenge = '';
  const send: Transport['send'] = async (request) => {
    const response = await server.transport.send(request);
    challenge = response.headers['www-authenticate'] ?? '';
    return response;
  };
  const cancelled = new AbortController();
  const input = window.createQuickPick();
  input.title = title;
  input.busy = true;
  input.ignoreFocusOut = true;
  input.onDidHide(() => cancelled.abort());
  const report = ({ message }: { message?: string }) => {
    input.placeholder = message || l10n.t('Checking {0}. Press Escape to cancel.', url);
  };
  report({});
  input.show();
  try {
    const work = () => checkServer({ ...server.transport, send }, cancelled.signal);
    return { failure: await withWaits({ report }, server.waits, work), wantsBasic: /^basic\b/i.test(challenge) };
  } finally {
    input.dispose();
  }
}

/** Requests the server's readiness and one identity, as browsing will, then closes the transport. */
async function checkServer(transport: Transport, signal: AbortSignal): Promise<Failure | undefined> {
  const client = createKratosClient(transport);
  try {
    await client.ready(signal);
    await client.identities({ by: 'all' }, 1).next(signal);
    return undefined;
  } catch (error) {
    return failureOf(error);
  } finally {
    await transport.close();
  }
}
