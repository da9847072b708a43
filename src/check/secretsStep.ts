import { basename } from 'node:path';
import { l10n } from 'vscode';
import { authenticationSecrets } from '../connections/secrets/secretPlaces.ts';
import { serverOrigin } from '../core/http/connectionOptions.ts';
import { failureText, secretWords } from '../text/failureText.ts';
import { failed, ok, type StepFinding } from './report.ts';
import type { CheckedRoute } from './subject.ts';

/** Ory Network accepts such a key only for the API of workspaces. */
const workspaceKey = /^ory_wak_/;

/** Checks that the secrets that requests need were entered for this server. */
export async function checkSecrets({ options, secrets }: CheckedRoute): Promise<StepFinding> {
  const origin = serverOrigin(options);
  const names = authenticationSecrets(options.authentication);
  for (const name of names) {
    const value = await secrets.get(name, origin);
    if (value === undefined || value === '') {
      return failed(failureText({ kind: 'secretMissing', origin, secret: name }));
    }
    if (name === 'bearer' && workspaceKey.test(value.trim())) {
      return failed(
        l10n.t(
          'This is a workspace key, which Ory Network does not accept for identities and sessions. Create an API key of the project and enter that.',
        ),
      );
    }
  }
  const stored =
    names.length === 0
      ? l10n.t('No key is sent.')
      : l10n.t('Stored for {0}: {1}.', origin, names.map(secretWords).join(', '));
  const { clientCertificate } = options;
  const file = clientCertificate?.kind === 'pem' ? clientCertificate.certificateFile : clientCertificate?.file;
  // Without the folder, which often contains the user's name.
  return ok(stored, file === undefined ? [] : [l10n.t('Client certificate: {0}', basename(file))]);
}
