import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const rounds = 9;
const loader = fileURLToPath(new URL('./load.ts', import.meta.url));

/**
 * How long loading and activating the extension takes, as a share of the same with every part loaded at once: what is put
 * off to its first use counts as saved.
 */
export function activationShare(dist: string): number {
  const time = (...bundles: readonly string[]) =>
    Number(execFileSync(process.execPath, [loader, ...bundles.map((bundle) => `${dist}/${bundle}`)]).toString());
  const putOff = readdirSync(dist).filter((file) => /^extension-.*\.js$|\.cjs$/.test(file));
  const times = Array.from({ length: rounds }, () => ({
    own: time('extension.js'),
    everything: time('extension.js', ...putOff),
  }));
  return Math.min(...times.map(({ own }) => own)) / Math.min(...times.map(({ everything }) => everything));
}
