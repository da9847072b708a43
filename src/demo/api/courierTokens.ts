import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Profile } from '../profile.ts';
import { badRequest, badRequestAs500, type DemoResponse, dropped, failure, refused } from '../responses.ts';
import { hour, type Micros } from '../time.ts';
import { type Cursor, cursorToken, parseCursor } from './sessionCursor.ts';

const lifespan = hour;
const nonceLength = 12;
const tagLength = 16;
const key = createHash('sha256').update('demo').digest();

/** Returns the page token after a message. An encrypted token is different at each call. */
export function courierToken(cursor: Cursor, profile: Profile, now: Micros): string {
  if (profile.courierTokens === 'readable') {
    return cursorToken(cursor);
  }
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = JSON.stringify({ id: cursor.id, createdAt: cursor.createdAt, expiresAt: now + lifespan });
  // As long as a real one, including padding.
  const sealed = Buffer.concat([nonce, cipher.update(text.padEnd(180)), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** Parses a page token; returns undefined for an empty one. */
export function parseCourierToken(
  token: string,
  profile: Profile,
  now: Micros,
): Cursor | undefined | { readonly refusal: DemoResponse } {
  if (token === '') {
    return undefined;
  }
  if (profile.courierTokens === 'readable') {
    const foreign = token.search(/[^A-Za-z0-9+/]/);
    if (foreign !== -1) {
      return { refusal: badRequestAs500(`illegal base64 data at input byte ${foreign}`) };
    }
    const cursor = parseCursor(token);
    return typeof cursor === 'string'
      ? { refusal: refused('The page token is invalid, do not craft your own page tokens') }
      : cursor;
  }
  const opened = open(token);
  if (typeof opened === 'string') {
    return {
      refusal: profile.courierTokens === 'aead' ? badRequest('invalid pagination token') : older(opened, token),
    };
  }
  return opened.expiresAt < now ? { refusal: expired(profile) } : opened;
}

type Opened = Cursor & { readonly expiresAt: Micros };

function open(token: string): Opened | 'no base64' | 'too short' | 'not sealed here' {
  if (token.length % 4 !== 0 || !/^[\w-]+={0,2}$/.test(token)) {
    return 'no base64';
  }
  const sealed = Buffer.from(token, 'base64url');
  // v26.2.0 reads the nonce without checking the length.
  if (sealed.length < 24) {
    return 'too short';
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength));
    decipher.setAuthTag(sealed.subarray(-tagLength));
    const text = Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as Opened;
  } catch {
    return 'not sealed here';
  }
}

/** Returns the error of v26.2.0, which has its encryption library's text; a short token causes a panic. */
function older(problem: 'no base64' | 'too short' | 'not sealed here', token: string): DemoResponse {
  switch (problem) {
    case 'no base64':
      return badRequestAs500(`decode token: illegal base64 data at input byte ${illegalByte(token)}`);
    case 'too short':
      return dropped;
    case 'not sealed here':
      return badRequestAs500('decrypt token: %!w(<nil>)');
  }
}

function expired({ courierTokens }: Profile): DemoResponse {
  const text = 'page token expired, do not persist page tokens';
  return courierTokens === 'aead'
    ? badRequest(text)
    : failure(400, 'Bad Request', {
        reason: text,
        message: 'unmarshal token data: The request was malformed or contained invalid parameters',
      });
}

/** Returns where Go's decoder stops: at an invalid character, or at an incomplete group of four. */
function illegalByte(token: string): number {
  const foreign = token.search(/[^\w-]/);
  return foreign === -1 ? Math.trunc(token.length / 4) * 4 : foreign;
}
