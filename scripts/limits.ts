/** Prints `name: value (limit)` for each size that is limited and exits with 1 if one is over its limit. */
import { stat } from 'node:fs/promises';
import { activationFiles } from './activationBundle.ts';
import { at, vsix, vsixKilobytes } from './project.ts';

interface Limit {
  readonly name: string;
  readonly files: () => Promise<readonly string[]>;
  readonly kilobytes: number;
}

const limits: readonly Limit[] = [
  { name: 'activation bundle', files: () => activationFiles(at('dist/extension.js')), kilobytes: 90 },
  { name: 'transport bundle', files: async () => [at('dist/transport.cjs')], kilobytes: 550 },
  {
    name: 'browser bundle of the pages',
    files: async () => [at('dist/pages.js')],
    kilobytes: 220,
  },
  { name: 'VSIX', files: async () => [vsix], kilobytes: vsixKilobytes },
];

const mostActivationFiles = 5;

/**
 * Checks the files in dist/ and returns the numbers of limits that are kept and exceeded. A missing file exceeds its
 * limit.
 */
export async function checkLimits(): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  for (const { name, files, kilobytes } of limits) {
    const size = await sizeOf(files);
    const holds = typeof size === 'number' && size <= kilobytes * 1000;
    const value = typeof size === 'number' ? `${(size / 1000).toFixed(1)} kB` : size.message;
    console.log(`${name}: ${value} (${kilobytes} kB)${holds ? '' : ' MISSED'}`);
    failed += holds ? 0 : 1;
  }
  const read = (await activationFiles(at('dist/extension.js')).catch(() => [])).length;
  const areFew = read > 0 && read <= mostActivationFiles;
  console.log(`files read at activation: ${read} (${mostActivationFiles})${areFew ? '' : ' MISSED'}`);
  failed += areFew ? 0 : 1;
  return { passed: limits.length + 1 - failed, failed };
}

async function sizeOf(files: () => Promise<readonly string[]>): Promise<number | Error> {
  try {
    const sizes = await Promise.all((await files()).map(async (file) => (await stat(file)).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

if (import.meta.main) {
  const { failed } = await checkLimits();
  process.exitCode = failed === 0 ? 0 : 1;
}
