import { createRollupLicensePlugin } from 'rollup-license-plugin';
import { at } from './project.ts';

const file = 'ThirdPartyNotices.txt';

/**
 * Returns a plugin for all builds of the extension, and a function for the license texts of their packages after the
 * builds. A build fails if it includes a package without a license text.
 */
export function collectNotices() {
  const notices = new Map<string, string>();
  const text = () =>
    [...notices]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([name, licence]) => `${name}\n\n${licence.trim()}\n`)
      .join(`\n${'-'.repeat(80)}\n\n`);
  const plugin = createRollupLicensePlugin({
    outputFilename: false,
    // The icons of @vscode-elements, which the package does not include.
    includePackages: () => [at('node_modules/@vscode/codicons')],
    additionalFiles: {
      [file]: (packages) => {
        for (const { name, version, licenseText } of packages) {
          if (!licenseText) {
            throw new Error(`${name} would be bundled, but has no license file.`);
          }
          notices.set(`${name}@${version}`, licenseText);
        }
        return text();
      },
    },
  });
  return { file, plugin, text };
}
