import type { HttpAnswer } from '../http/transport.ts';
import type { NotKratos } from './failure.ts';
import { jsonNesting } from './json/jsonNesting.ts';
import { pageTitle } from './pageTitle.ts';
import { toldText } from './toldText.ts';

const startLength = 80;
/** As much of a text as is looked through for secrets. */
const readLength = 65_536;
/** No header carries a longer one. */
const longestSecret = 16_384;

/** What a body is that is not the JSON that was expected. */
export function describeBody(answer: HttpAnswer): NotKratos {
  const whole = answer.body.toString();
  const text = whole.trim();
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
    return { what: 'text', start: startOf(answer, whole) };
  }
  try {
    JSON.parse(text);
    return { what: 'unexpectedShape', problem: text.startsWith('{') ? 'expected an array' : 'expected an object' };
  } catch {
    return { what: jsonNesting(text).endsOpen ? 'truncatedJson' : 'invalidJson' };
  }
}

/** Cut only after the secrets are out: half of one would not be known. What is cut before that may end in one, and is not told. */
function startOf(answer: HttpAnswer, whole: string): string {
  const indent = whole.length - whole.trimStart().length;
  const read = whole.slice(Math.max(0, indent - longestSecret), indent + readLength);
  const told = toldText(answer, read);
  const isCut = indent + readLength < whole.length;
  return (isCut ? told.slice(0, Math.max(0, told.length - longestSecret)) : told).trim().slice(0, startLength);
}
