/**
 * npm run l10n:check: prints each text of src that cannot be translated, or that a translator would not be given, and
 * exits with 1 if there is one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { parseAst } from 'rolldown/parseAst';
import { at } from './project.ts';

/**
 * Folders without texts for users: they import no vscode and return kinds and values, or are a program of their own.
 */
const withoutTexts = ['core/', 'demo/'];

/** Files whose other texts are quoted to maintainers, in English. */
const quoted = ['check/supportInformation.ts'];

/** Functions and classes whose texts are for the log or for developers, and are not localized. */
const notForUsers = /^(?:debug|info|warn|error|log|Symbol|\w*Error)$/;

/** Texts that are parts of lines of the log, and one that is looked for in responses. */
const notShown = new Set([
  ...['no headers to show', 'identity page', 'page of recent sessions', 'session page'],
  'This endpoint was disabled by system administrator',
]);

/** Properties whose value VS Code shows. */
const shownProperties = new Set([
  ...['label', 'description', 'detail', 'title', 'tooltip', 'message', 'prompt', 'placeHolder', 'placeholder'],
  ...['openLabel', 'saveLabel', 'validationMessage', 'ariaLabel', 'textContent'],
]);

/** Properties of items and elements that are shown where code assigns them. */
const shownWhenAssigned = new Set([...shownProperties, 'name', 'text', 'badge']);

const showingFunctions = /^(?:show\w+Message|setStatusBarMessage|showDone)$/;

/** A node of the syntax tree, of which only the used members are typed. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

interface Place {
  readonly node: Node;
  /** The nodes around it, innermost first. */
  readonly around: readonly Node[];
}

/** Returns the problems of a file, one sentence each. The path is relative to src, `extracted` what translators get. */
export function l10nProblems(file: string, source: string, extracted: ReadonlySet<string>): readonly string[] {
  if (withoutTexts.some((folder) => file.startsWith(folder))) {
    return [];
  }
  const program = parseAst(source, { lang: 'ts' }) as unknown as Node;
  return [...places(program, [])].flatMap((place) => {
    const isChecked = !quoted.includes(file) || isTranslation(place.node);
    const problem = isChecked ? problemAt(place, extracted) : undefined;
    return problem === undefined ? [] : [`${file}:${lineAt(source, place.node.start)}: ${problem}`];
  });
}

/** Members of package.json whose texts are shown. */
const shownMember =
  /^(?:title|label|name|contents|description|altText|(?:display|fullDisplay)Name|markdown\w*|\w+Message)$/;

/** Returns the problems of the contributions in package.json, whose texts must be keys of package.nls.json. */
export function manifestProblems(contributions: unknown): readonly string[] {
  const problems: string[] = [];
  JSON.stringify(contributions, (member, value) => {
    // A value of a setting is no text, and neither is one that is offered for it.
    const isText = typeof value === 'string' && shownMember.test(member) && !/^(?:%[\w.]+%|[a-z]+)$/.test(value);
    if (isText) {
      problems.push(`package.json: "${value}" is not a key of package.nls.json.`);
    }
    return member === 'body' ? undefined : value;
  });
  return problems;
}

function problemAt({ node, around }: Place, extracted: ReadonlySet<string>): string | undefined {
  switch (node.type) {
    case 'CallExpression':
      return isTranslation(node) ? translationProblem(node, extracted) : undefined;
    case 'TaggedTemplateExpression':
      return templateProblem(node);
    case 'Literal':
    case 'TemplateElement': {
      const text = textOf(node);
      const isText =
        text !== undefined && !notShown.has(text) && (isSentence(text) || (isShown(around) && hasWord(text)));
      const isExempt = around.some((one) => isTranslation(one) || isForDevelopers(one) || isMarkup(one));
      return isText && !isExempt ? `"${text}" is not translated by l10n.t.` : undefined;
    }
    default:
      return undefined;
  }
}

function translationProblem(call: Node, extracted: ReadonlySet<string>): string | undefined {
  const [message] = call.arguments as readonly Node[];
  const text = message?.type === 'Literal' ? textOf(message) : undefined;
  if (text === undefined) {
    return 'the message of l10n.t is not a string literal, so it cannot be extracted.';
  }
  return extracted.has(text) ? undefined : `@vscode/l10n-dev does not extract "${text}".`;
}

/** Finds words in the markup of a page: between its tags, and in the attributes that are read out or shown. */
function templateProblem(node: Node): string | undefined {
  if (!isMarkup(node) || nameOf(node.tag) === 'css') {
    return undefined;
  }
  const { quasis } = node.quasi as { readonly quasis: readonly Node[] };
  const markup = quasis.map((part) => textOf(part) ?? '').join('\0');
  const attributes = [
    ...markup.matchAll(/\s(?:title|alt|label|placeholder|aria-\w*(?:label|description|text))="([^"]*)"/g),
  ];
  const texts = [markup.replaceAll(/<[^>]*>|&\w+;/g, '\0'), ...attributes.map(([, value = '']) => value)];
  const untranslated = texts.find(hasWord);
  return (
    untranslated && `"${untranslated.replaceAll('\0', ' ').trim()}" in the markup does not come from the page's words.`
  );
}

function isTranslation({ type, callee }: Node): boolean {
  return type === 'CallExpression' && nameOf(callee) === 't' && nameOf((callee as Node).object) === 'l10n';
}

/** Returns whether it writes into the log, makes an error, or names the classes of an element. */
function isForDevelopers({ type, callee, left }: Node): boolean {
  const isError = (callee as Node | undefined)?.type === 'Super';
  return type === 'AssignmentExpression'
    ? nameOf(left) === 'className'
    : /^(?:Call|New)Expression$/.test(type) && (isError || notForUsers.test(nameOf(callee)));
}

/** Returns whether it is markup or styles of a page. */
function isMarkup({ type, tag, quasis }: Node): boolean {
  const [start] = (quasis ?? []) as readonly Node[];
  return type === 'TemplateLiteral'
    ? textOf(start as Node)?.startsWith('<!DOCTYPE') === true
    : type === 'TaggedTemplateExpression' && /^(?:html|svg|css)$/.test(nameOf(tag));
}

/** Returns whether VS Code or a page shows the value, which may be one of two. */
function isShown(around: readonly Node[]): boolean {
  const owner = around.find(({ type }) => !/^(?:Conditional|Logical|Template|TSAs)/.test(type));
  switch (owner?.type) {
    case 'Property':
      return shownProperties.has(nameOf(owner.key));
    case 'AssignmentExpression':
      return shownWhenAssigned.has(nameOf(owner.left));
    case 'CallExpression':
      return showingFunctions.test(nameOf(owner.callee));
    default:
      return false;
  }
}

function isSentence(text: string): boolean {
  return /\p{L}{2,} \p{Ll}{2,}/u.test(text);
}

/** Returns whether it has a word, besides the names of icons and examples such as addresses. */
function hasWord(text: string): boolean {
  const words = text.replaceAll(/\$\([\w~-]+\)/g, '').split(/\s/);
  return words.some((word) => /\p{L}{2,}/u.test(word) && !/[./:@+#]\w|-[A-Z]/.test(word));
}

/** Returns the name of an identifier, or of the member that an expression reads; "" for others. */
function nameOf(node: unknown): string {
  const { type, name, property } = (node ?? {}) as Partial<Node>;
  return type === 'MemberExpression' ? nameOf(property) : typeof name === 'string' ? name : '';
}

function textOf({ type, value }: Node): string | undefined {
  const text = type === 'TemplateElement' ? (value as { readonly cooked?: unknown }).cooked : value;
  return typeof text === 'string' ? text : undefined;
}

function* places(node: Node, around: readonly Node[]): Generator<Place> {
  yield { node, around };
  for (const member of Object.values(node).flat()) {
    if (isNode(member)) {
      yield* places(member, [node, ...around]);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}

/** Returns the texts that translators get. */
export async function extractedTexts(): Promise<readonly string[]> {
  // One source with one import: for each import of l10n, @vscode/l10n-dev compiles a query in 0.15 s.
  const imported = /^import \{[^}]*\bl10n\b[^}]*\} from 'vscode';$/m;
  const sources = sourceFiles().flatMap(({ contents }) =>
    imported.test(contents) ? contents.replace(imported, '') : [],
  );
  const contents = ["import { l10n } from 'vscode';", ...sources].join('\n');
  return Object.keys(await getL10nJson([{ extension: '.ts', contents }]));
}

function sourceFiles() {
  return readdirSync(at('src'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, contents: readFileSync(at(`src/${file}`), 'utf8') }));
}

if (import.meta.main) {
  const files = sourceFiles();
  const extracted = new Set(await extractedTexts());
  const problems = [
    ...files.flatMap(({ file, contents }) => l10nProblems(file, contents, extracted)),
    ...manifestProblems(JSON.parse(readFileSync(at('package.json'), 'utf8')).contributes),
  ];
  for (const problem of problems) {
    console.log(problem);
  }
  console.log(`${files.length} files of src, ${extracted.size} texts for translators: ${problems.length} problems.`);
  process.exitCode = problems.length === 0 && extracted.size > 0 ? 0 : 1;
}
