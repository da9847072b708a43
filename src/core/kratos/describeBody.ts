import type { HttpResponse } from '../http/transport.ts';
import type { NotKratos } from './failure.ts';
import { afterSpace, JsonBoundError } from './json/jsonBytes.ts';
import { jsonNesting } from './json/jsonNesting.ts';
import { valueSpan } from './json/jsonSpans.ts';
import { redact } from './redact.ts';

const startLength = 80;
/** The bytes of a body that are decoded, after white space. */
const decodedLength = 131_072;

/** Describes a body that is not the expected JSON. */
export function describeBody(response: HttpResponse): NotKratos {
  const { body } = response;
  const start = afterSpace(body, 0);
  const text = body.toString('utf8', start, start + decodedLength).trim();
  if (text === '') {
    return { what: 'empty' };
  }
  if (text.startsWith('<') || response.headers['content-type']?.startsWith('text/html')) {
    const title = redact(response, pageTitle(text) ?? '')
      .trim()
      .replaceAll(/\s+/g, ' ');
    return { what: 'html', title: title === '' ? undefined : title.slice(0, startLength) };
  }
  if (!/^[[{"]/.test(text)) {
    return { what: 'text', start: redact(response, text).slice(0, startLength) };
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

/** Does not parse the body, which would block for too long. An array that ends has something invalid inside. */
function describeLongJson(body: Buffer, start: string): NotKratos {
  try {
    valueSpan(body);
  } catch (error) {
    return { what: error instanceof JsonBoundError ? 'tooDeep' : 'truncatedJson' };
  }
  return start.startsWith('{') ? { what: 'unexpectedShape', problem: 'expected an array' } : { what: 'invalidJson' };
}

/** How many characters of a page are searched for its title. */
const headLength = 65_536;

/** Returns the title of an HTML page as a browser reads it; undefined if there is none near the start. */
function pageTitle(page: string): string | undefined {
  const head = page.slice(0, headLength);
  // Other tags inside a title are text.
  const [, written, end] = /<title[^<>]*>(.*?)(<\/title|$)/is.exec(head) ?? [];
  // A title that is cut off might end in half of a secret.
  return end === '' && head.length < page.length
    ? undefined
    : written?.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, decoded);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decoded(
  written: string,
  decimal: string | undefined,
  hex: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) {
    return entities[name] ?? written;
  }
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return point <= 0x10ffff ? String.fromCodePoint(point) : written;
}
