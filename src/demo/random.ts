/** A repeatable random generator. Generators with different names are independent. */
export interface Random {
  /** Returns a whole number from 0 to below `bound`. */
  below(bound: number): number;
  /** Returns true in `percent` of 100 calls. */
  chance(percent: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Returns a version 4 UUID in lower case. */
  uuid(): string;
}

/** Creates a generator that depends only on a seed and a name. */
export function random(seed: number, name: string): Random {
  let state = hash(`${seed}/${name}`);

  // mulberry32: 32 bits of state are enough for demo data.
  const bits = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number): number => Math.floor((bits() / 2 ** 32) * bound);

  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0],
    uuid: () => {
      const hex = [bits(), (bits() & 0xffff0fff) | 0x4000, (bits() & 0x3fffffff) | 0x80000000, bits()]
        .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
        .join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
  };
}

/** FNV-1a with a final mix, so that similar names get different states. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return value ^ (value >>> 13);
}
