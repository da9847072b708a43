/** Unpacks the Chromium of @sparticuz/chromium into the folder named by the first argument. A program of its own: see install.ts. */
import { mkdir } from 'node:fs/promises';

const [, , folder] = process.argv;
if (folder === undefined) {
  throw new Error('Say which folder to unpack into.');
}
await mkdir(folder, { recursive: true });
process.env.TMPDIR = folder;
// Makes the package unpack the libraries too that a bare system lacks (libnss3, libnspr4, libexpat).
process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';

// By a variable: the package is there only after this folder's own install, the type check runs without.
const packageName: string = '@sparticuz/chromium';
const { default: chromium } = (await import(packageName)) as { default: { executablePath(): Promise<string> } };
await chromium.executablePath();
