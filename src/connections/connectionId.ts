/** The demo's id, which no entry of the setting may have. */
export const demoId = 'demo';

const longestSlug = 40;

/**
 * Returns the id of a connection: lower-case letters, digits and hyphens. A name that differs from its slug gets six
 * hex digits of its SHA-256, so that "Prod" and "prod" have different ids.
 */
export function connectionId(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '');
  if (slug === name) {
    return slug;
  }
  // Loaded only here: few names need a hash, and node:crypto would double the time of the activation.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const digits = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `${slug === '' ? 'connection' : slug}-${digits}`;
}
