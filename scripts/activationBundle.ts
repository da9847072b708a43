import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Returns the files that activation reads: dist/extension.js and each chunk that it imports statically. */
export async function activationFiles(entry: string): Promise<string[]> {
  const files = new Set([entry]);
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    for (const [, path] of text.matchAll(/(?:\bfrom|\bimport)\s*"(\.\/[^"]+)"/g)) {
      if (path !== undefined) {
        files.add(join(dirname(file), path));
      }
    }
  }
  return [...files];
}
