import { l10n } from 'vscode';
import type { HttpResponse } from '../core/http/transport.ts';
import { KratosError } from '../core/kratos/failure.ts';
import { jsonOf, type SendRequest } from './requests.ts';

/**
 * Recognizes products that are often mistaken for Kratos' admin API. Returns which one it is and what to do; undefined
 * for an unknown product. Rejects with KratosError if no response arrives.
 */
export async function otherApi(send: SendRequest, signal: AbortSignal): Promise<string | undefined> {
  if (isPublicApi(await send('/sessions/whoami', [], signal))) {
    return publicApiText();
  }
  const provider = jsonOf(await send('/.well-known/openid-configuration', [], signal));
  if (provider !== undefined && 'issuer' in provider) {
    return l10n.t(
      'Another product responds at this address: an OpenID provider, such as Ory Hydra or Keycloak. Use the address of the Kratos admin API.',
    );
  }
  const alive = jsonOf(await send('/health/alive', [], signal));
  if (alive !== undefined && 'status' in alive) {
    return l10n.t(
      'Another service responds at this address, such as Ory Hydra, Keto or Oathkeeper. Use the address of the Kratos admin API.',
    );
  }
  return undefined;
}

/**
 * Returns what to do if a server that redirects `template` to another origin is Kratos' public API, which redirects to
 * its admin API. Returns undefined for any other server, such as one with a sign-in page.
 */
export async function redirectingPublicApi(
  send: SendRequest,
  { template, target }: { readonly template: string; readonly target: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const whoami = await send('/sessions/whoami', [], signal).catch((error: unknown) => {
    // The redirect itself is reported then.
    if (error instanceof KratosError) {
      return undefined;
    }
    throw error;
  });
  if (whoami === undefined || !isPublicApi(whoami)) {
    return undefined;
  }
  const admin = /^https?:/.test(target) && target.endsWith(template) ? target.slice(0, -template.length) : undefined;
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

function isPublicApi(whoami: HttpResponse): boolean {
  const value = jsonOf(whoami);
  return value !== undefined && ('error' in value || 'identity' in value);
}
