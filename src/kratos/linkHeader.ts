/**
 * The page_token of the link with rel="next" in a Link header (RFC 8288), the one thing that is taken from it: behind a
 * proxy that strips a prefix its URL is not one that we could ask.
 */
export function nextPageToken(link: string | undefined): string | undefined {
  // A comma may be part of a URL, which angle brackets enclose, or of a quoted parameter.
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^>]*)>((?:"(?:[^"\\]|\\.)*"|[^",])*)/g)) {
    const rel = [...parameters.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))/g)].find(
      ([, name]) => name?.toLowerCase() === 'rel',
    );
    const relations = (rel?.[2] ?? rel?.[3] ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('next')) {
      const query = target.slice(target.indexOf('?') + 1);
      return new URLSearchParams(query).get('page_token') ?? undefined;
    }
  }
  return undefined;
}
