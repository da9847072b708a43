/** Unpacks the Chromium of @sparticuz/chromium into the folder named by the first argument. A program of its own: see install.ts. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

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

// The package's own list of font folders names /tmp; and where the system has fonts, they serve more scripts.
await writeFile(
  path.join(folder, 'fonts.conf'),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path.join(folder, 'fonts/fonts')}</dir>
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`,
);
