/** A measured number, and the worst value that does not fail the bench. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly unit?: string;
}

/** Formats a figure as "name: value (limit)". */
export function figureLine({ name, value, limit, unit = '' }: Figure): string {
  return `${name}: ${shown(value)}${unit} (${shown(limit)}${unit})`;
}

export function missesLimit({ value, limit }: Figure): boolean {
  return !(value <= limit);
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
