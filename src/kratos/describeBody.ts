import type { HttpAnswer } from '../http/transport.ts';
import type { NotKratos } from './failure.ts';
import { afterSpace, JsonBoundError } from './json/jsonBytes.ts';
import { jsonNesting } from './json/jsonNesting.ts';
import { valueSpan } from './json/jsonSpans.ts';
import { pageTitle } from './pageTitle.ts';
import { toldText } from './toldText.ts';

const startLength = 80;
/** The bytes of a body that are decoded, after white space: what it is shows at its beginning. */
const decodedLength = 131_072;

/** What a body is that is not the JSON that was expected. */
export function describeBody(answer: HttpAnswer): NotKratos {
  const { body } = answer;
  const start = afterSpace(body, 0);
  const text = body.toString('utf8', start, start + decodedLength).trim();
  if (text === '') {
    return { what: 'empty' };
  }
  if (text.startsWith('<') || answer.headers['content-type']?.startsWith('text/html')) {
    const title = toldText(answer, pageTitle(text) ?? '')
      .trim()
      .replaceAll(/\s+/g, ' ');
    return { what: 'html', title: title === '' ? undefined : title.slice(0, startLength) };
  }
  if (!/^[[{"]/.test(text)) {
    return { what: 'text', start: toldText(answer, text).slice(0, startLength) };
  }
  return start + decodedLength < body.length ? describeLongJson(body, text) : describeJson(text);
}

function describeJson(text: string): NotKratos {
  try {
    JSON.parse(text);
    return { what: 'unexpectedShape', problem: text.startsWith('{') ? 'expected an array' : 'expected an object' };
  } catch {
    return { what: jsonNesting(text).endsOpen ? 'truncatedJson' : 'invalidJson' };
  }
}

/** Without parsing it, which would take longer than a frame. An array that ends is one with something invalid inside. */
function describeLongJson(body: Buffer, start: string): NotKratos {
  try {
    valueSpan(body);
  } catch (error) {
    return { what: error instanceof JsonBoundError ? 'tooDeep' : 'truncatedJson' };
  }
  return start.startsWith('{') ? { what: 'unexpectedShape', problem: 'expected an array' } : { what: 'invalidJson' };
}
