import * as vscode from 'vscode';
import { until } from './eventually.ts';

/** An identity with two sessions, as a server sends them. */
export const identityId = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
export const sessionId = '5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e';
export const otherId = '6a2f8e3d-0c71-4054-8b64-5e1b5b2e7caf';
export const identityText = `{"id":"${identityId}","schema_id":"default","state":"active","traits":{"n":12345678901234567890}}`;
export const sessionText = (id: string) =>
  `{"id":"${id}","active":true,"issued_at":"2026-11-23T16:41:25Z","authentication_methods":null,"identity":${identityText},"devices":null}`;
/** The responses of a server by path. */
export const sessionAnswers = {
  [`/admin/sessions/${sessionId}`]: sessionText(sessionId),
  [`/admin/sessions/${otherId}`]: sessionText(otherId),
  [`/admin/identities/${identityId}`]: identityText,
};

/** The document of the session. */
export const sessionDocument = `{
  "id": "${sessionId}",
  "active": true,
  "issued_at": "2026-11-23T16:41:25Z",
  "authentication_methods": null,
  "identity": {
    "id": "${identityId}",
    "schema_id": "default",
    "state": "active",
    "traits": {
      "n": 12345678901234567890
    }
  },
  "devices": null
}
`;

/** Returns the address of the document of a session of that identity. */
export const sessionUri = (id: string, folder = 'sessions') =>
  vscode.Uri.parse(`kratos://files/identities/${identityId}/${folder}/${id}.json`);
export const sessionFile = sessionUri(sessionId);
export const identityFile = vscode.Uri.parse(`kratos://files/identities/${identityId}.json`);

/** Returns the rows of sessions of that identity, as the tree passes them to commands. */
export function rowsOf(...ids: readonly string[]) {
  return ids.map((id) => ({ kind: 'session', ref: { connectionId: 'files', identityId, sessionId: id } }));
}

/** Opens the file with its current text: VS Code keeps documents of earlier tests for a while. */
export async function opened(file: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  await until(`${file.path} holds no problem`, () => !document.getText().includes('"problem"'));
  return document;
}

/** Returns what the active tab shows. */
export function activeInput(): unknown {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
}
