/**
 * npm run check:imports: prints every import between folders of src that the table does not allow, and exits with 1.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { at } from './project.ts';

/** Folders whose files do not import vscode. */
const noVscode = ['core', 'demo', 'pages/browser', 'pages/protocol'];

const words = ['core/kratos', 'platform', 'text', 'commands'];
const feature = ['connections', 'core/directory', 'files', ...words];

/** The folders that each folder of src may import besides itself. src/extension.ts may import all of them. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'core/ipAddresses.ts': [],
  'core/http': ['core/ipAddresses.ts'],
  'core/kratos': ['core/http'],
  'core/directory': ['core/kratos', 'core/http'],
  'core/lookup': ['core/kratos'],
  'core/origins': ['core/kratos', 'core/ipAddresses.ts'],
  'core/query': ['core/ipAddresses.ts'],
  'core/containment': ['core/kratos', 'core/http/transport.ts', 'core/origins'],
  demo: [],
  text: ['core/containment', 'core/kratos', 'core/origins', 'core/query'],
  platform: ['core/kratos', 'text'],
  commands: ['platform'],
  server: ['core/http', 'demo', 'platform', 'text'],
  connections: ['core/directory', 'core/http', 'server', ...words],
  files: ['connections', 'core/directory', ...words],
  ipDatabases: ['core/origins', 'text'],
  tree: ['core/origins', 'ipDatabases', ...feature],
  'pages/words': ['text'],
  // Type imports only: the words themselves come from the host.
  'pages/protocol': ['pages/words', 'core/kratos'],
  'pages/host': ['pages/protocol', 'pages/words', 'core/origins', 'core/query', 'ipDatabases', ...feature],
  find: ['core/lookup', 'core/query', 'core/origins/steps.ts', ...feature],
  check: ['core/http', 'server', ...feature],
  contain: [
    'core/containment',
    'core/http',
    'core/origins',
    'ipDatabases',
    'server',
    'check/reportDocuments.ts',
    'pages/host/identity/completedSteps.ts',
    'pages/host/origins',
    'pages/host/recent/recentScan.ts',
    'pages/protocol/identityModel.ts',
    ...feature,
  ],
  status: ['core/http', ...feature],
  start: ['check/reportDocuments.ts', 'pages/host/origins/originNotes.ts', 'demo/logLines.ts', ...feature],
  'pages/browser': ['pages/protocol', 'pages/words', 'core/query', 'text/timeDistance.ts', 'text/escape.ts'],
};

/** Returns the problems of the imports of a file, one sentence each. The path is relative to src. */
export function importProblems(file: string, text: string): readonly string[] {
  const folder = file.includes('/') ? folderOf(file) : undefined;
  if (folder === undefined) {
    return file.includes('/') ? [`${file}: its folder has no line in the table of scripts/checkImports.ts.`] : [];
  }
  const allowed = [folder, ...(mayImport[folder] ?? [])];
  const problems: string[] = [];
  for (const [, imported = ''] of text.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    const target = path.posix.join(path.posix.dirname(file), imported);
    if (imported === 'vscode' && noVscode.some((one) => isIn(folder, one))) {
      problems.push(`${file}: ${folder} may not import vscode.`);
    } else if (imported.startsWith('.') && !allowed.some((one) => isIn(target, one))) {
      problems.push(`${file}: ${folder} may not import ${target}.`);
    }
  }
  return problems;
}

function folderOf(file: string): string | undefined {
  return Object.keys(mayImport)
    .filter((folder) => isIn(file, folder))
    .sort((one, other) => other.length - one.length)[0];
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

if (import.meta.main) {
  const files = readdirSync(at('src'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.ts'));
  const problems = files.flatMap((file) => importProblems(file, readFileSync(at(`src/${file}`), 'utf8')));
  for (const problem of problems) {
    console.log(problem);
  }
  console.log(`${files.length} files of src: ${problems.length} imports against the table of scripts/checkImports.ts.`);
  process.exitCode = problems.length === 0 && files.length > 0 ? 0 : 1;
}
