import type { Failure } from '../../kratos/failure.ts';
import type { ReachSettings } from '../../server/openServer.ts';
import { proxySecret, secretPlaces } from '../secrets/secretPlaces.ts';
import { placeStep } from './askAuthentication.ts';
import { proxyLoginStep } from './askProxyLogin.ts';
import { type Draft, serverOf } from './connectionDraft.ts';
import { runForm } from './formSteps.ts';

/**
 * Asks for the log-in that a proxy wanted while the draft was checked: user name and password, or the password alone where
 * the proxy's address names the user. The draft with it; undefined where there is nothing to enter for that proxy, where
 * nothing was entered, and for any other failure.
 */
export async function withProxyLogin(
  title: string,
  draft: Draft,
  failure: Failure,
  settings: ReachSettings,
): Promise<Draft | undefined> {
  if (failure.kind !== 'proxyLogin') {
    return undefined;
  }
  const server = serverOf(draft);
  const places = [...secretPlaces(server), ...proxySecret(server, settings.network())];
  const place = places.find(({ name, origin }) => name.startsWith('proxy') && origin === failure.proxy);
  if (place === undefined) {
    return undefined;
  }
  const step = place.name === 'proxyLogin' ? proxyLoginStep(place) : placeStep(place);
  const result = await runForm({ title, steps: () => [step], canGoBack: true }, draft);
  return result.kind === 'done' && result.draft !== draft ? result.draft : undefined;
}
