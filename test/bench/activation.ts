import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const rounds = 11;
const root = fileURLToPath(new URL('../..', import.meta.url));
const loader = fileURLToPath(new URL('./load.ts', import.meta.url));

const yardsticks = {
  empty: 'export function activate() {}',
  zod: "import * as z from 'zod';\nexport function activate() { z.object({ id: z.string() }).parse({ id: '' }); }",
};

/** Milliseconds from loading an extension to the end of its `activate`, in a fresh process: the median of eleven. */
export interface ActivationTimes {
  readonly own: number;
  readonly empty: number;
  readonly zod: number;
}

/** Measures the built extension, one that does nothing and one that only loads zod, in turns. */
export async function activationTimes(): Promise<ActivationTimes> {
  const files = { own: path.join(root, 'dist/extension.js'), ...(await buildYardsticks()) };
  const times = { own: [] as number[], empty: [] as number[], zod: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['own', 'empty', 'zod'] as const) {
      times[name].push(Number(execFileSync(process.execPath, [loader, files[name]]).toString()));
    }
  }
  return { own: median(times.own), empty: median(times.empty), zod: median(times.zod) };
}

async function buildYardsticks(): Promise<{ readonly empty: string; readonly zod: string }> {
  const folder = path.join(root, 'out/bench');
  mkdirSync(folder, { recursive: true });
  const files = { empty: path.join(folder, 'empty.js'), zod: path.join(folder, 'zod.js') };
  for (const name of ['empty', 'zod'] as const) {
    const input = path.join(folder, `${name}.source.js`);
    writeFileSync(input, yardsticks[name]);
    await build({ input, platform: 'node', output: { file: files[name], format: 'esm', minify: true } });
  }
  return files;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
