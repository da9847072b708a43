import { env, ViewColumn, window, workspace } from 'vscode';
import { prettyJson } from '../documents/prettyJson.ts';
import { exactText } from '../kratos/json/exactJson.ts';
import type { Session } from '../kratos/session.ts';

/**
 * The JSON of a session that its server has deleted, as it was read last: the file of the session can only say that it is
 * gone, and what the panel still shows may be the evidence of a takeover.
 */
function lastSeenText(session: Session): string {
  return `${prettyJson(exactText(session.json))}\n`;
}

export async function copyLastSeen(session: Session): Promise<void> {
  await env.clipboard.writeText(lastSeenText(session));
}

/** Opens it beside the panel as a new document, which a person can save. */
export async function openLastSeen(session: Session): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'json', content: lastSeenText(session) });
  await window.showTextDocument(document, ViewColumn.Beside);
}
