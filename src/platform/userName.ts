import { userInfo } from 'node:os';

/** Returns the system's name of the user; undefined for a user without an entry, as in some containers. */
export function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
