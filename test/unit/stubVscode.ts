import { afterAll, beforeAll } from 'vitest';

/** Gives a part of the VS Code API these members while the tests of the calling file run. */
export function stub(part: object, members: object): void {
  beforeAll(() => void Object.defineProperties(part, Object.getOwnPropertyDescriptors(members)));
  afterAll(() => {
    for (const name of Object.keys(members)) {
      Reflect.deleteProperty(part, name);
    }
  });
}
