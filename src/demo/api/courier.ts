import { goJson, type Json } from '../goJson.ts';
import { keysetLink } from '../links.ts';
import type { DemoMessage } from '../model.ts';
import type { Profile } from '../profile.ts';
import { atoi } from '../query.ts';
import { badRequest, badRequestAs500, dropped, json, noSuchResource, refused } from '../responses.ts';
import { rfc3339 } from '../time.ts';
import { parseUuid } from '../uuid.ts';
import { courierToken, parseCourierToken } from './courierTokens.ts';
import { type DemoHandler, totalCount } from './handler.ts';
import { firstAfter, firstCursor } from './sessionCursor.ts';

const defaultPage = 10;
const statuses: ReadonlySet<string> = new Set<DemoMessage['status']>(['queued', 'sent', 'processing', 'abandoned']);
const redacted = '<redacted-unless-dev-mode>';

/** GET /admin/courier/messages: newest first, with keyset pages. The body of a 400 may say 500. */
export const listMessages: DemoHandler = async ({ path, query }, server) => {
  const { profile, data } = server;
  const status = query.get('status');
  if (query.has('status') && !statuses.has(status)) {
    return refused('Message status is not valid');
  }
  const now = server.now();
  const cursor = parseCourierToken(query.get('page_token'), profile, now);
  if (cursor !== undefined && 'refusal' in cursor) {
    return cursor.refusal;
  }
  const size = query.get('page_size') === '' ? { value: 0 } : atoi(query.get('page_size'));
  if ('error' in size) {
    return badRequestAs500(size.error);
  }
  if (size.value < 0 && profile.negativePageSize === 'panic') {
    return dropped;
  }
  const pageSize = size.value <= 0 ? defaultPage : Math.min(size.value, profile.keysetMaxPage);

  const recipient = query.get('recipient');
  const rows = (await data.messages())
    .filter((row) => (status === '' || row.status === status) && (recipient === '' || row.recipient === recipient))
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
  const start = cursor === undefined ? 0 : firstAfter(rows, cursor);
  const page = rows.slice(start, start + pageSize);
  const last = page.at(-1);
  const next = start + pageSize < rows.length && last ? courierToken(last, profile, now) : undefined;
  return json(goJson(page.map((row) => messageJson(row, profile, []))), {
    Link: keysetLink(path, query, pageSize, courierToken(firstCursor, profile, now), next),
    ...(profile.courierTokens === 'readable' ? totalCount(rows.length, server) : {}),
  });
};

/** GET /admin/courier/messages/{id}: with the attempts to send it, unlike the list. */
export const getMessage: DemoHandler = async ({ params: [idText = ''] }, { data, profile }) => {
  const parsed = parseUuid(idText);
  if ('error' in parsed) {
    return badRequest(parsed.error);
  }
  const message = (await data.messages()).find(({ id }) => id === parsed.id);
  return message === undefined ? noSuchResource() : json(goJson(messageJson(message, profile, message.dispatches)));
};

/** Returns a message with members in Kratos' order. Its `updated_at` never changes. */
function messageJson(message: DemoMessage, profile: Profile, dispatches: DemoMessage['dispatches']): Json {
  const times = { created_at: rfc3339(message.createdAt), updated_at: rfc3339(message.createdAt) };
  return {
    id: message.id,
    status: message.status,
    type: message.type,
    recipient: message.recipient,
    body: redacted,
    subject: profile.subjectsRedacted ? redacted : message.subject,
    template_type: message.templateType,
    channel: message.type,
    send_count: message.sendCount,
    ...(dispatches.length === 0
      ? {}
      : {
          dispatches: dispatches.map(({ id, status, createdAt }) => ({
            id,
            message_id: message.id,
            status,
            error: status === 'success' ? null : smtpUnreachable,
            created_at: rfc3339(createdAt),
            updated_at: rfc3339(createdAt),
          })),
        }),
    ...times,
  };
}

const smtpUnreachable: Json = {
  code: 500,
  status: 'Internal Server Error',
  reason: 'failed to send email via smtp',
  message: 'dial tcp 127.0.0.1:1025: connect: connection refused',
};
