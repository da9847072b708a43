import type { HttpAnswer } from '../http/transport.ts';
import { readItems } from '../kratos/answers.ts';
import { type Failure, failureOf } from '../kratos/failure.ts';

/** Why the answer to `template` is no list, as a reader of that list would say it; undefined when it is one. */
export function refusalIn(answer: HttpAnswer, template: string): Failure | undefined {
  try {
    readItems(answer, { template }, (_body, spans) => [...spans]);
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

/** The items of an answer that is a list; none of anything else. */
export function items({ status, body }: HttpAnswer): readonly unknown[] {
  try {
    const value: unknown = status === 200 ? JSON.parse(body.toString()) : undefined;
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** The answer's JSON object, whatever its status; undefined for anything else. */
export function jsonOf({ body }: HttpAnswer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
