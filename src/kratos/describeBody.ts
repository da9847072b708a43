import type { HttpAnswer } from '../http/transport.ts';
import type { NotKratos } from './failure.ts';
import { jsonNesting } from './jsonNesting.ts';

const startLength = 80;

/** What a body is that is not the JSON that was expected. */
export function describeBody({ body, headers }: HttpAnswer): NotKratos {
  const text = body.toString().trim();
  if (text === '') {
    return { what: 'empty' };
  }
  if (text.startsWith('<') || headers['content-type']?.startsWith('text/html')) {
    const title = /<title[^>]*>([^<]*)</i.exec(text)?.[1]?.trim().replaceAll(/\s+/g, ' ');
    return { what: 'html', title: title === '' ? undefined : title?.slice(0, startLength) };
  }
  if (!/^[[{"]/.test(text)) {
    return { what: 'text', start: text.slice(0, startLength) };
  }
  try {
    JSON.parse(text);
    return { what: 'unexpectedShape', problem: text.startsWith('{') ? 'expected an array' : 'expected an object' };
  } catch {
    return { what: jsonNesting(text).endsOpen ? 'truncatedJson' : 'invalidJson' };
  }
}
