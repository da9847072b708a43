/** Returns whether Kratos accepts `id` as a UUID, in either spelling and any case. */
export function isUuid(id: string): boolean {
  return /^[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}$/i.test(id);
}

/** Returns whether two ids are the same UUID, in either spelling and any case. */
export function isSameUuid(one: string, other: string): boolean {
  const plain = (id: string) => id.replaceAll('-', '').toLowerCase();
  return one === other || plain(one) === plain(other);
}
