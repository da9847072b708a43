/** The title of an HTML page as a browser reads it; undefined for a page without one. */
export function pageTitle(page: string): string | undefined {
  // Up to its own end tag: other tags are no tags in there.
  const written = /<title[^>]*>(.*?)(?:<\/title|$)/is.exec(page)?.[1];
  return written?.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, decoded);
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
