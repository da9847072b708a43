import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './figures.ts';

const rounds = 9;
const loader = fileURLToPath(new URL('./load.ts', import.meta.url));

/**
 * How long loading and activating the extension takes, as a share of loading the one bundle that is put off to the first
 * request: what activation would cost if nothing were put off is more than 1 + this.
 */
export function activationRatio(dist: string): number {
  const time = (bundle: string) => Number(execFileSync(process.execPath, [loader, `${dist}/${bundle}`]).toString());
  const pairs = Array.from({ length: rounds }, () => ({ own: time('extension.js'), put: time('transport.cjs') }));
  return median(pairs.map(({ own }) => own)) / median(pairs.map(({ put }) => put));
}
