/**
 * Returns the page_token of the link with rel="next" in a Link header (RFC 8288): "" for a next link without one,
 * undefined without a next link. Nothing else of the URL is used: a proxy may have stripped its prefix.
 */
export function nextPageToken(link: string | undefined): string | undefined {
  // A comma may be part of a URL, which angle brackets enclose, or of a quoted parameter.
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^<>]*)>((?:"(?:[^"\\]|\\.)*"|[^",])*)/g)) {
    const rel = [...parameters.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))/g)].find(
      ([, name]) => name?.toLowerCase() === 'rel',
    );
    const relations = (rel?.[2] ?? rel?.[3] ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('next')) {
      const query = target.slice(target.indexOf('?') + 1);
      return new URLSearchParams(query).get('page_token') ?? '';
    }
  }
  return undefined;
}
