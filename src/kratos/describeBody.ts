import type { HttpAnswer } from '../http/transport.ts';
import type { NotKratos } from './failure.ts';
import { jsonNesting } from './json/jsonNesting.ts';
import { pageTitle } from './pageTitle.ts';
import { toldText } from './toldText.ts';

const startLength = 80;

/** What a body is that is not the JSON that was expected. */
export function describeBody(answer: HttpAnswer): NotKratos {
  const text = answer.body.toString().trim();
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
  try {
    JSON.parse(text);
    return { what: 'unexpectedShape', problem: text.startsWith('{') ? 'expected an array' : 'expected an object' };
  } catch {
    return { what: jsonNesting(text).endsOpen ? 'truncatedJson' : 'invalidJson' };
  }
}
