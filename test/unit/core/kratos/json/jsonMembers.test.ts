import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonMembers, memberTexts } from '../../../../../src/core/kratos/json/jsonMembers.ts';

test('splits any JSON object into its members, in order', () => {
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
    'keeps numbers that are too large for a double',
    '{"traits":{"account":9007199254740993}}',
    '{"account":9007199254740993}',
  ],
  ['takes the last of two members with one name, as JSON.parse does', '{"traits":1,"traits":2}', '2'],
  ['ignores a member of an inner object', '{"a":{"traits":1}}', undefined],
  ['finds none in an empty object', '{}', undefined],
])('%s', (_name, text, traits) => {
  expect(memberTexts(text).get('traits')).toBe(traits);
});
