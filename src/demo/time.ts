/** A point in time in microseconds since 1970: what PostgreSQL keeps, and exact in a double. */
export type Micros = number;

export const second = 1_000_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** RFC 3339 as Go writes it: UTC, without trailing zeros in the fraction, without a fraction when it is zero. */
export function rfc3339(time: Micros): string {
  return `${upToSecond(time).replace(' ', 'T')}${fraction(time, 6)}Z`;
}

/** The form inside /admin/sessions' page tokens: a blank for the T, and five digits at most, cut and not rounded. */
export function cursorTime(time: Micros): string {
  return `${upToSecond(time)}${fraction(time, 5)}`;
}

/** Reads what `cursorTime` wrote; undefined for anything else. */
export function parseCursorTime(text: string): Micros | undefined {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/.exec(text);
  const millis = parts === null ? Number.NaN : Date.parse(`${parts[1]}T${parts[2]}Z`);
  return Number.isNaN(millis) ? undefined : millis * 1000 + Number((parts?.[3] ?? '').padEnd(6, '0'));
}

function upToSecond(time: Micros): string {
  return new Date(Math.floor(time / second) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

function fraction(time: Micros, digits: number): string {
  const micros = ((time % second) + second) % second;
  const text = String(micros).padStart(6, '0').slice(0, digits).replace(/0+$/, '');
  return text === '' ? '' : `.${text}`;
}
