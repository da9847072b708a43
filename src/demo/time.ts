/** Microseconds since 1970, as PostgreSQL stores them; exact in a double. */
export type Micros = number;

export const second = 1_000_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Returns RFC 3339 as Go writes it: in UTC, without trailing zeros in the fraction. */
export function rfc3339(time: Micros): string {
  return `${upToSecond(time).replace(' ', 'T')}${fraction(time, 6)}Z`;
}

/** Returns the time as in page tokens of /admin/sessions: a space for the T, truncated to five digits. */
export function cursorTime(time: Micros): string {
  return `${upToSecond(time)}${fraction(time, 5)}`;
}

/** Parses a result of `cursorTime`; returns undefined for any other text. */
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
