import type { ConnectionOptions, SecretName, Secrets } from './connectionOptions.ts';
import { TransportError } from './transport.ts';

interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** Values that no text may contain. */
  readonly secrets: readonly string[];
}

/**
 * Returns the headers by lower-case name. Rejects with TransportError if a secret is missing or no header can carry it.
 */
export async function credentialsFor(
  { authentication }: Pick<ConnectionOptions, 'authentication'>,
  secrets: Secrets,
  origin: string,
): Promise<Credentials> {
  switch (authentication.kind) {
    case 'none':
      return { headers: {}, secrets: [] };
    case 'bearer': {
      const key = await headerSecret(secrets, 'bearer', origin);
      return { headers: { authorization: `Bearer ${key}` }, secrets: [key] };
    }
    case 'basic': {
      const password = await requiredSecret(secrets, 'password', origin);
      const login = basicLogin(authentication.username, password);
      return { headers: { authorization: `Basic ${login}` }, secrets: [login, password] };
    }
    case 'headers': {
      const headers: Record<string, string> = {};
      const secretValues: string[] = [];
      for (const { name, value } of authentication.headers) {
        const key = name.toLowerCase();
        if (value === undefined) {
          headers[key] = await headerSecret(secrets, `header:${key}`, origin);
          secretValues.push(headers[key]);
        } else {
          headers[key] = value;
        }
      }
      return { headers, secrets: secretValues };
    }
  }
}

/** Returns the secret that was entered for `origin`. Rejects with TransportError if there is none. */
export async function requiredSecret(secrets: Secrets, secret: SecretName, origin: string): Promise<string> {
  const value = await secrets.get(secret, origin);
  if (value === undefined || value === '') {
    throw new TransportError({ kind: 'secretMissing', origin, secret });
  }
  return value;
}

/** Returns what follows "Basic" in an Authorization header. */
export function basicLogin(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

/** Returns whether a header can carry this value: one line of Latin-1. */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

async function headerSecret(secrets: Secrets, secret: SecretName, origin: string): Promise<string> {
  // Keys are often pasted with a line break.
  const value = (await requiredSecret(secrets, secret, origin)).trim();
  if (value === '' || !isHeaderValue(value)) {
    throw new TransportError({ kind: 'secretUnusable', origin, secret });
  }
  return value;
}
