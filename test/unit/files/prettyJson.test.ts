import fc from 'fast-check';
import { applyEdits, modify, parseTree } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { editorJson, prettyArray, prettyJson, withoutIdentity } from '../../../src/files/prettyJson.ts';

describe('prettyJson', () => {
  test('keeps numbers beyond 2^53, number formats, key order, duplicate keys and escapes', () => {
    const text = '{"b":12345678901234567890,"a":1.50e3,"b":"\\u00e9\\/","n":[],"o":{},"l":[1,{"x":null}]}';
    expect(prettyJson(text)).toBe(
      [
        '{',
        '  "b": 12345678901234567890,',
        '  "a": 1.50e3,',
        '  "b": "\\u00e9\\/",',
        '  "n": [],',
        '  "o": {},',
        '  "l": [',
        '    1,',
        '    {',
        '      "x": null',
        '    }',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  test('returns JSON that is nested deeper than 100 levels unchanged', () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth)}"[{"${']'.repeat(depth)}}`;
    expect(prettyJson(nested(99)).split('\n')).toHaveLength(200);
    expect(prettyJson(nested(100))).toBe(nested(100));
    expect(prettyJson(nested(10_000))).toBe(nested(10_000));
  });

  test('uses the given indentation and line breaks', () => {
    expect(prettyJson('{"a":[1]}', { indent: 'tab', eol: '\r\n' })).toBe('{\r\n\t"a": [\r\n\t\t1\r\n\t]\r\n}');
    expect(prettyJson('{"a":1}', { indent: 4, eol: '\n' })).toBe('{\n    "a": 1\n}');
  });

  test('changes only white space outside strings of any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const pretty = prettyJson(text);
        expect(withoutSpace(pretty)).toBe(withoutSpace(text));
        expect(JSON.parse(pretty)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('returns 1,000 items as one array', () => {
    const item = JSON.stringify({ id: 'x', list: Array.from({ length: 60 }, (_, index) => ({ index })) });
    const pretty = prettyArray(Array.from({ length: 1000 }, () => item));
    expect(pretty.startsWith('[\n  {\n    "id": "x",')).toBe(true);
    expect(JSON.parse(pretty)).toHaveLength(1000);
  });
});

const deep = '['.repeat(10_000) + ']'.repeat(10_000);

describe('withoutIdentity', () => {
  test.each([
    ['first', '{"identity":{"a":1},"id":"s","n":12345678901234567890}', '{"id":"s","n":12345678901234567890}'],
    ['in the middle', '{"id":"s","identity":{"id":"i"},"devices":null}', '{"id":"s","devices":null}'],
    [
      'last, as servers after v26.2 write it',
      '{"id":"s","devices":[],"identity":{"id":"i"}}',
      '{"id":"s","devices":[]}',
    ],
    ['alone', '{"identity":null}', '{}'],
    ['twice', '{"identity":1,"id":"s","identity":2}', '{"id":"s"}'],
    ['absent', '{"id":"s"}', '{"id":"s"}'],
    ['beside JSON that is nested 10,000 levels deep', `{"a":${deep},"identity":{"b":${deep}}}`, `{"a":${deep}}`],
    [
      'spelled with an escape, among white space',
      '{ "id" : 1 , "identit\\u0079" : { } , "b" : 2 }',
      '{ "id" : 1 , "b" : 2 }',
    ],
    ['only further in', '{"id":"s","x":{"identity":1}}', '{"id":"s","x":{"identity":1}}'],
  ])('removes the identity when it is %s', (_where, text, expected) => {
    expect(withoutIdentity(text)).toBe(expected);
  });

  test('keeps every other member byte for byte', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), fc.jsonValue(), (others, identity) => {
        const { identity: _, ...rest } = others;
        const whole = JSON.stringify({ ...rest, identity });
        expect(withoutIdentity(whole)).toBe(JSON.stringify(rest));
        expect(applyEdits(whole, modify(whole, ['identity'], undefined, {}))).toBe(withoutIdentity(whole));
      }),
    );
  });
});

/** Removes the white space between tokens. */
function withoutSpace(text: string): string {
  expect(parseTree(text)).toBeDefined();
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_whole, string: string | undefined) => string ?? '');
}

describe('editorJson', () => {
  test.each(['{"$schema":"https://elsewhere.example","n":1.50}', '{"n":1.50,"\\u0024schema":{}}'])(
    'shows %s inside an array after the reason, with exact values',
    (text) => {
      const [reason, ...lines] = editorJson(text).split('\n').slice(1, -1);
      expect(reason).toContain('VS Code would send a request to the address in the top-level $schema');
      expect(lines.map((line) => line.slice(2)).join('\n')).toBe(prettyJson(text));
    },
  );

  test('does not wrap an object without a top-level $schema', () => {
    for (const text of ['{}', '{"traits":{"$schema":"https://elsewhere.example"}}', '{"schema":"$schema"}']) {
      expect(editorJson(text)).toBe(prettyJson(text));
    }
  });
});
