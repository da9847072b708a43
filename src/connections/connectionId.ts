/** The demo's id: no entry of the setting may have it. */
export const demoId = 'demo';

const longestSlug = 40;

/**
 * The authority of a connection's files: lower-case letters, digits and hyphens. A name that is its own slug is its id;
 * any other gets six hex digits of its SHA-256, so that "Prod" and "prod" are not one.
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
  // Not imported: most names need no hash, and loading node:crypto would take as long as the rest of the activation.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const digits = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `${slug === '' ? 'connection' : slug}-${digits}`;
}
