import { l10n } from 'vscode';
import type { HttpResponse } from '../http/transport.ts';
import { KratosError } from '../kratos/failure.ts';
import { type Ask, jsonOf } from './requests.ts';

/**
 * Asks for what the products that are taken for Kratos' admin API have, and changes nothing. What answers, and what to do;
 * undefined for something unknown. Fails with KratosError where nothing answers.
 */
export async function otherApi(ask: Ask, signal: AbortSignal): Promise<string | undefined> {
  if (isPublicApi(await askWhoami(ask, signal))) {
    return publicApiText();
  }
  const provider = jsonOf(await ask('/.well-known/openid-configuration', [], signal));
  if (provider !== undefined && 'issuer' in provider) {
    return l10n.t(
      'Another product answers at this address: an OpenID provider, such as Ory Hydra or Keycloak. Use the address of the Kratos admin API.',
    );
  }
  const alive = jsonOf(await ask('/health/alive', [], signal));
  if (alive !== undefined && 'status' in alive) {
    return l10n.t(
      'Another service answers at this address, such as Ory Hydra, Keto or Oathkeeper. Use the address of the Kratos admin API.',
    );
  }
  return undefined;
}

/**
 * Of a server that redirects `template` to `target`, another origin: that it is the public API, which sends questions for
 * identities to the admin API that it is configured with. Undefined for whatever else redirects, such as a log-in page.
 */
export async function redirectingPublicApi(
  ask: Ask,
  { template, target }: { readonly template: string; readonly target: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!(await isPublicApiThere(ask, signal))) {
    return undefined;
  }
  const admin = baseIn(target, template);
  return admin === undefined
    ? publicApiText()
    : l10n.t(
        'This is the public API of Kratos, which redirects to its admin API at {0}. Use that address, or the one under which this machine can reach it.',
        admin,
      );
}

function publicApiText(): string {
  return l10n.t(
    'This is the public API of Kratos. Use the address of its admin API, which listens on another port (4434 by default).',
  );
}

async function isPublicApiThere(ask: Ask, signal: AbortSignal): Promise<boolean> {
  try {
    return isPublicApi(await askWhoami(ask, signal));
  } catch (error) {
    if (error instanceof KratosError) {
      // The redirect is what there is to tell.
      return false;
    }
    throw error;
  }
}

function askWhoami(ask: Ask, signal: AbortSignal): Promise<HttpResponse> {
  return ask('/sessions/whoami', [], signal);
}

function isPublicApi(whoami: HttpResponse): boolean {
  const value = jsonOf(whoami);
  return value !== undefined && ('error' in value || 'identity' in value);
}

/** The base address that `template` was added to; undefined where `target` is not made so. */
function baseIn(target: string, template: string): string | undefined {
  return /^https?:/.test(target) && target.endsWith(template) ? target.slice(0, -template.length) : undefined;
}
