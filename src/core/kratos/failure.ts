import type { TransportFailure } from '../http/transport.ts';

/** Why a request failed. text/failureText.ts has the sentence that the user reads for each. */
export type Failure = TransportFailure | ServerFailure;

/** The failures that a server's response reports. */
type ServerFailure =
  /** A herodot 404: the route exists, but not the resource. */
  | { readonly kind: 'notFound'; readonly resource: 'identity' | 'session' | 'externalId'; readonly id: string }
  /** Kratos' 400, with its own reason or message. */
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unauthorized'; readonly reason: string | undefined }
  | { readonly kind: 'forbidden'; readonly reason: string | undefined }
  /** A 404 or 405 in text/plain: this address has no such route (a public port, a wrong prefix, an older server). */
  | { readonly kind: 'noSuchRoute'; readonly template: string; readonly status: number }
  | { readonly kind: 'rateLimited'; readonly retryAfterSeconds: number | undefined }
  | { readonly kind: 'serverError'; readonly status: number; readonly reason: string | undefined }
  /** The response has another item than the one requested, or the sessions or mails of another identity. */
  | { readonly kind: 'otherResponse' }
  /** A 404 for a session that another response of the server contains. */
  | { readonly kind: 'falselyMissing' }
  /** A response that Kratos never sends; `found` says what it was. */
  | { readonly kind: 'notKratos'; readonly status: number; readonly found: NotKratos };

export type NotKratos =
  | { readonly what: 'html'; readonly title: string | undefined }
  | { readonly what: 'text'; readonly start: string }
  | { readonly what: 'empty' }
  | { readonly what: 'truncatedJson' }
  | { readonly what: 'invalidJson' }
  /** More items in one page than any Kratos sends, so it was not read any further. */
  | { readonly what: 'tooManyItems' }
  | { readonly what: 'tooDeep' }
  | { readonly what: 'unexpectedShape'; readonly problem: string };

/** The only error that leaves kratos/ and directory/. */
export class KratosError extends Error {
  override readonly name = 'KratosError';
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.kind, options);
    this.failure = failure;
  }
}

/** Returns the failure of a KratosError, and throws any other error again. */
export function failureOf(error: unknown): Failure {
  if (error instanceof KratosError) {
    return error.failure;
  }
  throw error;
}
