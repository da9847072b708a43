import type { ConnectionOptions, SecretName, Secrets } from './connectionOptions.ts';
import { TransportError } from './transport.ts';

/** What every request of a connection carries to show who asks. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** What must not appear in any text. */
  readonly secrets: readonly string[];
}

/**
 * The headers that the server at `origin` wants, by lower-case name. A secret that is not there, or that no header can
 * carry, is a TransportError: no request goes out without it.
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
      const password = await knownSecret(secrets, 'password', origin);
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

/** A secret that was entered for `origin`; else a TransportError. */
export async function knownSecret(secrets: Secrets, secret: SecretName, origin: string): Promise<string> {
  const value = await secrets.get(secret, origin);
  if (value === undefined || value === '') {
    throw new TransportError({ kind: 'secretMissing', origin, secret });
  }
  return value;
}

/** What follows "Basic": user name and password, as UTF-8. */
export function basicLogin(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

async function headerSecret(secrets: Secrets, secret: SecretName, origin: string): Promise<string> {
  // Keys are pasted, often with the end of their line.
  const value = (await knownSecret(secrets, secret, origin)).trim();
  if (value === '' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new TransportError({ kind: 'secretUnusable', origin, secret });
  }
  return value;
}
