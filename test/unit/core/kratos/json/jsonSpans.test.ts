import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonBoundError } from '../../../../../src/core/kratos/json/jsonBytes.ts';
import { itemSpans, valueSpan } from '../../../../../src/core/kratos/json/jsonSpans.ts';

/** Returns the texts of an array's items and of their identities, by their spans. */
function cut(text: string): { item: string; identity: string | undefined }[] {
  const body = Buffer.from(text);
  return [...itemSpans(body)].map(({ start, end, identityStart, identityEnd }) => ({
    item: body.toString('utf8', start, end),
    identity: identityStart < 0 ? undefined : body.toString('utf8', identityStart, identityEnd),
  }));
}

test('splits any JSON array into its items, and each item into its identity and the rest', () => {
  const item = fc.oneof(
    fc.jsonValue(),
    fc.record({ id: fc.string(), identity: fc.jsonValue(), devices: fc.jsonValue() }),
    // The same identity in all, as lists have it.
    fc.record({ id: fc.string({ unit: 'binary' }), identity: fc.constant({ traits: { identity: '"}],\\' } }) }),
  );
  fc.assert(
    fc.property(fc.array(item), fc.constantFrom(undefined, 1, '\t'), (items, indent) => {
      const found = cut(`${JSON.stringify(items, null, indent)}\n`);
      expect(found.map(({ item }) => JSON.parse(item))).toEqual(items.map((one) => JSON.parse(JSON.stringify(one))));
      for (const [index, one] of items.entries()) {
        const hasIdentity =
          typeof one === 'object' && one !== null && !Array.isArray(one) && Object.hasOwn(one, 'identity');
        const { identity } = found[index] ?? {};
        expect(identity === undefined ? undefined : JSON.parse(identity)).toEqual(
          hasIdentity ? JSON.parse(JSON.stringify((one as { identity: unknown }).identity)) : undefined,
        );
      }
    }),
    { numRuns: 500 },
  );
});

test('keeps the key order, spacing and large numbers that the server sent', () => {
  const identity = '{ "z":1, "traits":{"account":9007199254740993123, "b":1e400} }';
  const item = `{"b" : 1,"identity": ${identity} ,"a":[ "\\u0041" ]}`;
  expect(cut(`[ ${item} ,\n${item}]`)).toEqual([
    { item, identity },
    { item, identity },
  ]);
});

describe('the identity of an item is only the member of its outermost object', () => {
  test.each([
    ['{"device":{"identity":{"a":1}}}', undefined],
    ['{"a":["identity",{"identity":1}]}', undefined],
    ['{"a":"identity","b":"identity"}', undefined],
    ['{"identity":null,"a":1}', 'null'],
    ['{"a":1,"identity":"x"}', '"x"'],
    ['{"identity":12}', '12'],
  ])('as in %s', (item, identity) => {
    expect(cut(`[${item}]`)).toEqual([{ item, identity }]);
  });

  test('distinguishes two identities with the same start', () => {
    const items = ['{"identity":1}', '{"identity":12}', '{"identity":{"a":1}}', '{"identity":{"a":1,"b":2}}'];
    expect(cut(`[${items.join(',')}]`).map(({ item }) => item)).toEqual(items);
  });
});

test.each([
  '',
  ' ',
  '{}',
  '[',
  '[1',
  '[1,',
  '[{"a":1}',
  '[{"a":"',
  '[{"identity":',
  '[1]]',
  '[1] x',
  '[1 2]',
  '[,]',
  '[1,]',
])('rejects a text that is not one array: %j', (text) => {
  expect(() => cut(text)).toThrow(SyntaxError);
});

test.each(['{"a":1}\n', ' "x" ', '12', 'null\n', '[1,2]'])('reads a body of one value: %j', (text) => {
  const body = Buffer.from(text);
  const { start, end } = valueSpan(body);
  expect(body.toString('utf8', start, end)).toBe(text.trim());
});

test.each(['', '{"a":1} {"b":2}', '{"a":', '"x'])('rejects a body that is not one value: %j', (text) => {
  expect(() => valueSpan(Buffer.from(text))).toThrow(SyntaxError);
});

test.each(['{"identity":{}.5}', '{"identity":{}e1}', '{"identity":{} 5}', '{"identity":{}:1}'])(
  'rejects an object with other text between its identity and the next comma: %s',
  (text) => {
    expect(() => cut(`[${text}]`)).toThrow(SyntaxError);
    expect(() => valueSpan(Buffer.from(text))).toThrow(SyntaxError);
  },
);

describe('a huge body is rejected before it is parsed', () => {
  test('splits an array of 1,000 items, and rejects one of 1,001', () => {
    expect(cut(`[${Array(1000).fill('{}')}]`)).toHaveLength(1000);
    expect(() => cut(`[${Array(1001).fill('{}')}]`)).toThrow(new JsonBoundError('items'));
  });

  test('splits 9,990 nested arrays, which Kratos accepts, and rejects 20,000', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(cut(`[{"identity":{"traits":${nested(9990)}}}]`)).toHaveLength(1);
    for (const text of [nested(20_000), `{"a":${nested(20_000)}}`, `{"identity":${nested(20_000)}}`]) {
      expect(() => cut(`[${text}]`)).toThrow(new JsonBoundError('levels'));
      expect(() => valueSpan(Buffer.from(text))).toThrow(new JsonBoundError('levels'));
    }
  });
});
