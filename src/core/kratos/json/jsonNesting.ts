/** How deeply a JSON text is nested, and whether it stops inside of an array, object or string. */
interface JsonNesting {
  readonly deepest: number;
  readonly endsOpen: boolean;
}

/** Reads only brackets and strings, so the text may be cut off, or too deep for a parser that recurses. */
export function jsonNesting(text: string): JsonNesting {
  let deepest = 0;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString && character === '\\') {
      at += 1;
    } else if (character === '"') {
      inString = !inString;
    } else if (!inString && (character === '[' || character === '{')) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (!inString && (character === ']' || character === '}')) {
      depth -= 1;
    }
  }
  return { deepest, endsOpen: inString || depth > 0 };
}
