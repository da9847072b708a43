import { limitSeconds } from '../http/askedWait.ts';
import type { HttpAnswer } from '../http/transport.ts';
import { describeBody } from './describeBody.ts';
import { type Failure, KratosError, type NotKratos } from './failure.ts';
import { itemSpans, type JsonSpan, valueSpan } from './json/jsonSpans.ts';
import { toldText } from './toldText.ts';
import { check, wireError } from './wireSchemas.ts';

/** What was asked for: says what a 404 means. */
export interface Question {
  readonly template: string;
  /** Where one thing was asked for by its id. */
  readonly resource?: { readonly kind: 'identity' | 'session' | 'externalId'; readonly id: string };
}

/** Reads the items of an answer that must be a JSON array. */
export function readItems<T>(
  answer: HttpAnswer,
  question: Question,
  readAll: (body: Buffer, spans: readonly JsonSpan[]) => T[],
): T[] {
  return readBody(answer, question, (body) => {
    const spans = itemSpans(body);
    return spans === undefined ? undefined : readAll(body, spans);
  });
}

/** Reads an answer that must be one JSON value. */
export function readValue<T>(answer: HttpAnswer, question: Question, readOne: (body: Buffer, span: JsonSpan) => T): T {
  return readBody(answer, question, (body) => {
    const span = valueSpan(body);
    return span === undefined ? undefined : readOne(body, span);
  });
}

/** An answer whose JSON is sound and not what the endpoint gives. */
export function unexpectedShape(answer: HttpAnswer, problem: string): KratosError {
  return notKratos(answer, { what: 'unexpectedShape', problem: toldText(answer, problem) });
}

function readBody<T>(answer: HttpAnswer, question: Question, read: (body: Buffer) => T | undefined): T {
  if (answer.status < 200 || answer.status > 299) {
    throw new KratosError(refusal(answer, question));
  }
  try {
    const value = read(answer.body);
    if (value !== undefined) {
      return value;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
  }
  throw notKratos(answer, describeBody(answer));
}

function notKratos({ status }: HttpAnswer, found: NotKratos): KratosError {
  return new KratosError({ kind: 'notKratos', status, found });
}

function refusal(answer: HttpAnswer, { template, resource }: Question): Failure {
  const { status } = answer;
  const herodot = herodotReason(answer);
  const found = describeBody(answer);
  const reason = herodot ?? (found.what === 'html' ? found.title : undefined);
  switch (status) {
    case 401:
      return { kind: 'unauthorized', reason };
    case 403:
      return { kind: 'forbidden', reason };
    case 404:
      if (herodot !== undefined && resource !== undefined) {
        return { kind: 'notFound', resource: resource.kind, id: resource.id };
      }
      break;
    case 429:
      return { kind: 'rateLimited', retryAfterSeconds: waitSeconds(answer.headers) };
  }
  if (status >= 500) {
    return { kind: 'serverError', status, reason };
  }
  if ((status === 404 || status === 405) && found.what !== 'html') {
    return { kind: 'noSuchRoute', template, status };
  }
  if (status >= 400 && herodot !== undefined) {
    return { kind: 'rejected', reason: herodot };
  }
  return { kind: 'notKratos', status, found };
}

/** herodot's own words: the reason where it gives one (the message is then the same for every bad request). */
function herodotReason(answer: HttpAnswer): string | undefined {
  try {
    const { data } = check(wireError, JSON.parse(answer.body.toString()));
    const reason = data?.error.reason ?? data?.error.message ?? undefined;
    return reason === undefined ? undefined : toldText(answer, reason);
  } catch {
    // No JSON: a gateway's answer, which the status and describeBody tell.
    return undefined;
  }
}

/** In whole seconds, for a person who counts them. */
function waitSeconds(headers: HttpAnswer['headers']): number | undefined {
  const seconds = limitSeconds(headers);
  return seconds === undefined ? undefined : Math.ceil(seconds);
}
