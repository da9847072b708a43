/** The licence texts of the packages in the bundles. */
import { createRollupLicensePlugin } from 'rollup-license-plugin';
import { at } from './project.ts';

const file = 'ThirdPartyNotices.txt';

/**
 * Returns a plugin for all builds of the extension, and what gives the text for all of them after they have ended. A build
 * fails when it takes in a package without a licence text.
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
    // The icons of @vscode-elements, which that package leaves to its users to add.
    includePackages: () => [at('node_modules/@vscode/codicons')],
    additionalFiles: {
      [file]: (packages) => {
        for (const { name, version, licenseText } of packages) {
          if (!licenseText) {
            throw new Error(`${name} would be bundled, and has no file with its licence.`);
          }
          notices.set(`${name}@${version}`, licenseText);
        }
        return text();
      },
    },
  });
  return { file, plugin, text };
}
