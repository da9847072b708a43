export const nilUuid = '00000000-0000-0000-0000-000000000000';

type ParsedUuid = { readonly id: string } | { readonly error: string };

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Parses a UUID as gofrs/uuid does: with or without hyphens, in braces or as a URN, in any case. Returns that library's
 * error texts, which Kratos sends to clients.
 */
export function parseUuid(text: string): ParsedUuid {
  const quoted = goQuote(text);
  const bytes = Buffer.byteLength(text);
  switch (bytes) {
    case 32:
      return fromHex(text);
    case 36:
      return fromCanonical(text, quoted);
    case 34:
    case 38:
      if (!text.startsWith('{') || !text.endsWith('}')) {
        return { error: `uuid: incorrect UUID format in string ${quoted}` };
      }
      return bytes === 34 ? fromHex(text.slice(1, -1)) : fromCanonical(text.slice(1, -1), quoted);
    case 41:
    case 45:
      if (!text.startsWith('urn:uuid:')) {
        return { error: `uuid: incorrect UUID format in string ${quoted}` };
      }
      return bytes === 41 ? fromHex(text.slice(9)) : fromCanonical(text.slice(9), quoted);
    default:
      return { error: `uuid: incorrect UUID length ${bytes} in string ${quoted}` };
  }
}

function fromCanonical(text: string, quoted: string): ParsedUuid {
  if ([8, 13, 18, 23].some((index) => text[index] !== '-')) {
    return { error: `uuid: incorrect UUID format in string ${quoted}` };
  }
  return canonical.test(text) ? { id: text.toLowerCase() } : { error: 'uuid: invalid UUID format' };
}

function fromHex(text: string): ParsedUuid {
  if (!/^[0-9a-f]{32}$/i.test(text)) {
    return { error: 'uuid: invalid UUID format' };
  }
  return { id: text.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') };
}

/** Approximates Go's %q for texts that a URL can contain. */
function goQuote(text: string): string {
  return JSON.stringify(text);
}
