/** Members that a server omits if they are empty: an item without them has the same shape. */
const leftOutWhenEmpty = new Set([
  'external_id',
  'verified_at',
  'verifiable_addresses',
  'recovery_addresses',
  'provider',
  'organization',
]);

/** Members with a project's own content. */
const free = new Set(['traits', 'metadata_public', 'metadata_admin', 'credentials']);

/** Members with enumerated or boolean values: the value must be equal, not only the type. */
const exact = new Set(['active', 'state', 'processed', 'more', 'code', 'status', 'reason']);

/**
 * What distinguishes `found` from `recorded` in form: members and their order, types, and what strings are for. Paths
 * like "[0].identity.schema_url: text instead of empty"; none when they are alike.
 */
export function differences(recorded: unknown, found: unknown, path = ''): string[] {
  if (Array.isArray(recorded) && Array.isArray(found)) {
    const model: unknown = recorded[0];
    // The number of factors is not part of the shape.
    if (recorded.length !== found.length && !path.endsWith('.authentication_methods')) {
      return [`${path}: ${found.length} items instead of ${recorded.length}`];
    }
    return found.flatMap((item, index) => differences(recorded[index] ?? model, item, `${path}[${index}]`));
  }
  if (isObject(recorded) && isObject(found)) {
    const order = (value: object): string =>
      Object.keys(value)
        .filter((name) => !leftOutWhenEmpty.has(name))
        .join(' ');
    if (order(recorded) !== order(found)) {
      return [`${path}: members "${order(found)}" instead of "${order(recorded)}"`];
    }
    const names = Object.keys(recorded).filter((name) => name in found && !free.has(name));
    return names.flatMap((name) =>
      exact.has(name) && typeof recorded[name] !== 'object' && recorded[name] !== found[name] && !isAddressStatus(path)
        ? [`${path}.${name}: ${String(found[name])} instead of ${String(recorded[name])}`]
        : differences(recorded[name], found[name], `${path}.${name}`),
    );
  }
  const [want, have] = [kindOf(recorded), kindOf(found)];
  return want === have ? [] : [`${path}: ${have} instead of ${want}`];
}

/** An address may be verified on one server only. */
function isAddressStatus(path: string): boolean {
  return path.includes('_addresses[');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null || typeof value !== 'string') {
    return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  }
  if (value === '') {
    return 'empty';
  }
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) {
    return 'uuid';
  }
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?Z$/.test(value) ? 'time' : 'text';
}

/** Matches what differs between runs of a server: ids, times, secrets, ports. */
const variable = new RegExp(
  [
    '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
    '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d*[1-9])?Z',
    '(?<=[?&]token=)\\w{32}',
    '^\\$(?:2a|argon2id)\\$\\S+$',
    '^\\d{6}$',
    '(?<=//127\\.0\\.0\\.1:)\\d+',
  ].join('|'),
  'g',
);

/** Compares two runs of the same exchanges. Parts that vary must vary consistently, so that equal ids stay equal. */
export class Runs {
  readonly #found = new Map<string, string>();
  readonly #recorded = new Map<string, string>();

  /** Replaces the ids of a recording by those of the other run. */
  translate(text: string): string {
    return text.replace(variable, (piece) => this.#found.get(piece) ?? piece);
  }

  /** Where `found` differs from `recorded`, like "$.identity.state: "active" instead of "inactive"". */
  differences(recorded: unknown, found: unknown, path = '$'): string[] {
    if (typeof recorded === 'string' && typeof found === 'string') {
      return this.#textDiffers(recorded, found) ? [`${path}: "${found}" instead of "${recorded}"`] : [];
    }
    if (typeof recorded !== 'object' || typeof found !== 'object' || recorded === null || found === null) {
      return recorded === found ? [] : [`${path}: ${String(found)} instead of ${String(recorded)}`];
    }
    const [names, others] = [Object.keys(recorded), Object.keys(found)];
    if (Array.isArray(recorded) !== Array.isArray(found) || names.join() !== others.join()) {
      return [`${path}: members "${others.join()}" instead of "${names.join()}"`];
    }
    const [wanted, given] = [recorded, found] as [Record<string, unknown>, Record<string, unknown>];
    return names.flatMap((name) => this.differences(wanted[name], given[name], `${path}.${name}`));
  }

  #textDiffers(recorded: string, found: string): boolean {
    const [wanted, given] = [recorded.match(variable) ?? [], found.match(variable) ?? []];
    return (
      recorded.replace(variable, '*') !== found.replace(variable, '*') ||
      wanted.some((piece, index) => !this.#pair(piece, given[index] ?? ''))
    );
  }

  /** Pairs two parts; returns false if one of them is in another pair. */
  #pair(recorded: string, found: string): boolean {
    const known = this.#found.get(recorded) ?? found;
    const back = this.#recorded.get(found) ?? recorded;
    this.#found.set(recorded, known);
    this.#recorded.set(found, back);
    return known === found && back === recorded;
  }
}
