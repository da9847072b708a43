/** The sizes that fail the build: prints `name: value (limit)` and exits with 1 when one misses. */
import { stat } from 'node:fs/promises';
import { at } from './project.ts';

interface Limit {
  readonly name: string;
  readonly file: string;
  readonly kilobytes: number;
}

const limits: readonly Limit[] = [
  { name: 'activation bundle', file: 'dist/extension.cjs', kilobytes: 150 },
  { name: 'transport bundle', file: 'dist/transport.cjs', kilobytes: 550 },
  { name: "panel's browser bundle", file: 'dist/panel.js', kilobytes: 150 },
  { name: 'VSIX', file: 'dist/kratos-explorer.vsix', kilobytes: 700 },
];

/** Checks what is in dist/, and answers with how many limits held and how many did not. A missing file does not hold. */
export async function checkLimits(): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  for (const { name, file, kilobytes } of limits) {
    const size = (await stat(at(file)).catch(() => undefined))?.size;
    const holds = size !== undefined && size <= kilobytes * 1000;
    const value = size === undefined ? `${file} is missing` : `${(size / 1000).toFixed(1)} kB`;
    console.log(`${name}: ${value} (${kilobytes} kB)${holds ? '' : ' MISSED'}`);
    failed += holds ? 0 : 1;
  }
  return { passed: limits.length - failed, failed };
}

if (import.meta.main) {
  const { failed } = await checkLimits();
  process.exitCode = failed === 0 ? 0 : 1;
}
