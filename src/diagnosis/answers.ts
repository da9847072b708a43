import type { HttpAnswer } from '../http/transport.ts';
import { readItems } from '../kratos/answers.ts';
import { type Failure, failureOf } from '../kratos/failure.ts';
import { parseBounded } from '../kratos/json/jsonMembers.ts';

/** Why the answer to `template` is no list, as a reader of that list would say it; undefined when it is one. */
export async function refusalIn(answer: HttpAnswer, template: string): Promise<Failure | undefined> {
  try {
    await readItems(answer, { template }, (_body, spans) => [...spans]);
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

/** The items of an answer that is a list; none of anything else. */
export async function items(answer: HttpAnswer): Promise<readonly unknown[]> {
  try {
    return await readItems(answer, { template: '' }, (body, spans) =>
      spans.map(({ start, end }) => parseBounded(body, start, end)),
    );
  } catch {
    return [];
  }
}

/** The answer's JSON object, whatever its status; undefined for anything else. */
export function jsonOf({ body }: HttpAnswer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseBounded(body, 0, body.length);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
