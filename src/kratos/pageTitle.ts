/** Titles stand in the head: what a page of any size holds after so many characters is none to wait for. */
const headLength = 65_536;

/** The title of an HTML page as a browser reads it; undefined for a page without one at its beginning. */
export function pageTitle(page: string): string | undefined {
  const head = page.slice(0, headLength);
  // Up to its own end tag: other tags are no tags in there.
  const [, written, end] = /<title[^<>]*>(.*?)(<\/title|$)/is.exec(head) ?? [];
  // Cut off here, it might end in half of a secret.
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
