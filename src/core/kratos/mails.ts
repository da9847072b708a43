import type { HttpResponse } from '../http/transport.ts';
import { nextPageToken } from './linkHeader.ts';
import type { Problem, WireMessage } from './wireSchemas.ts';

/** A mail or text message of Kratos' courier, without its body and subject. */
export interface Mail {
  readonly recipient: string;
  /** Such as "recovery_code_valid"; "" if the server does not say. */
  readonly template: string;
  /** "queued", "processing", "sent" or "abandoned", but Kratos may add others. */
  readonly status: string;
  readonly sendCount: number | undefined;
  /** When it was queued: the server keeps no time of sending. */
  readonly createdAt: string | undefined;
}

/** The newest mails to one address. */
export interface AddressMails {
  readonly mails: readonly Mail[];
  /** Whether the server has older ones. */
  readonly hasOlder: boolean;
  /** How many messages could not be read. */
  readonly malformed: number;
}

/** Returns the mails in a response. */
export function addressMails({ headers }: HttpResponse, messages: readonly (WireMessage | Problem)[]): AddressMails {
  const mails = messages.flatMap((message) => ('kind' in message ? [] : [mail(message)]));
  return {
    mails,
    hasOlder: nextPageToken(headers.link) !== undefined,
    malformed: messages.length - mails.length,
  };
}

function mail({ recipient, template_type, status, send_count, created_at }: WireMessage): Mail {
  return {
    recipient,
    template: template_type ?? '',
    status: status ?? '',
    sendCount: send_count ?? undefined,
    createdAt: created_at ?? undefined,
  };
}
