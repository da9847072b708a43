import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonMembers, memberText } from '../../../../../src/core/kratos/json/jsonMembers.ts';

test('any JSON object is cut into its members, in its order', () => {
  const name = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.jsonValue())), fc.constantFrom('', ' ', '\n\t'), (members, space) => {
      const parts = members.map(([key, value]) => [JSON.stringify(key), ':', JSON.stringify(value)].join(space));
      const body = Buffer.from(`${space}{${space}${parts.join(`${space},${space}`)}${space}}${space}`);
      const found = [...jsonMembers(body)];
      expect(found.map(({ start, end }) => body.toString('utf8', start, end))).toEqual(parts);
      expect(found.map((one) => one.name)).toEqual(members.map(([key]) => key));
    }),
  );
});

test.each([
  [
    'numbers too large for a double stay as they are',
    '{"traits":{"account":9007199254740993}}',
    '{"account":9007199254740993}',
  ],
  ['of a name that is given twice the last one counts, as for every parser', '{"traits":1,"traits":2}', '2'],
  ['a member further in is another', '{"a":{"traits":1}}', undefined],
  ['an object may be empty', '{}', undefined],
])('%s', (_name, text, traits) => {
  expect(memberText(text, 'traits')).toBe(traits);
});
