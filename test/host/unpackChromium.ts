/** Unpacks the Chromium of @sparticuz/chromium into the folder in the first argument. install.ts runs it. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const [, , folder] = process.argv;
if (folder === undefined) {
  throw new Error('The folder to unpack into is missing.');
}
await mkdir(folder, { recursive: true });
process.env.TMPDIR = folder;
// Makes the package also unpack libraries that a minimal system lacks (libnss3, libnspr4, libexpat).
process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';

// A variable, as the type check runs without the package, which is installed in this folder.
const packageName: string = '@sparticuz/chromium';
const { default: chromium } = (await import(packageName)) as { default: { executablePath(): Promise<string> } };
await chromium.executablePath();

// The package's font configuration names /tmp, and the system's fonts support more scripts.
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
