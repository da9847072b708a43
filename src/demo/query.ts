/** Query parameters like Go's url.Values; repeated ones keep their order. */
export class Query {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  static parse(search: string): Query {
    const values = new Map<string, string[]>();
    for (const [name, value] of new URLSearchParams(search)) {
      const known = values.get(name);
      if (known === undefined) {
        values.set(name, [value]);
      } else {
        known.push(value);
      }
    }
    return new Query(values);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Returns the first value, or "". */
  get(name: string): string {
    return this.#values.get(name)?.[0] ?? '';
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  with(changes: Readonly<Record<string, string>>): Query {
    return new Query(
      new Map([...this.#values, ...Object.entries(changes).map(([name, value]) => [name, [value]] as const)]),
    );
  }

  without(name: string): Query {
    return new Query(new Map([...this.#values].filter(([key]) => key !== name)));
  }

  /** Returns "a=1&b=2" with sorted keys, as Values.Encode does. */
  encode(): string {
    return [...this.#values]
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .flatMap(([name, values]) => values.map((value) => `${escaped(name)}=${escaped(value)}`))
      .join('&');
  }
}

function escaped(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** Parses digits with an optional sign, within 64 bits, as strconv.Atoi does. */
export function atoi(text: string): { readonly value: number } | { readonly error: string } {
  const quoted = JSON.stringify(text);
  if (!/^[+-]?\d+$/.test(text)) {
    return { error: `strconv.Atoi: parsing ${quoted}: invalid syntax` };
  }
  const value = BigInt(text);
  return value === BigInt.asIntN(64, value)
    ? { value: Number(value) }
    : { error: `strconv.Atoi: parsing ${quoted}: value out of range` };
}
