import { expect, test } from 'vitest';
import { indentedJson } from '../../../src/files/prettyJson.ts';

const text = '{"a":[12345678901234567890]}';

test('indents further lines like the line of the cursor plus the indentation of the editor', () => {
  expect(indentedJson([text], { indent: 'tab', eol: '\n' }, '\t "x": ')).toBe(
    '{\n\t \t"a": [\n\t \t\t12345678901234567890\n\t \t]\n\t }',
  );
  expect(indentedJson([text], { indent: 4, eol: '\r\n' }, '  ')).toBe(
    '{\r\n      "a": [\r\n          12345678901234567890\r\n      ]\r\n  }',
  );
});

test('adds no indentation when the cursor is at the start of the line', () => {
  expect(indentedJson(['{"a":1}'], { indent: 2, eol: '\n' }, '')).toBe('{\n  "a": 1\n}');
});

test('returns several texts as one array', () => {
  expect(indentedJson(['{"a":1}', '2'], { indent: 2, eol: '\n' }, ' ')).toBe('[\n   {\n     "a": 1\n   },\n   2\n ]');
});

test.each([
  ['an empty array', '['],
  ['an empty array over lines', '{\n "a": [\n '],
  ['an array after a comma', '[{"a": "]"}, '],
  ['an array in an object in an array', '[{"a": ['],
  ['more arrays than a stack has frames', '['.repeat(100_000)],
])('inserts several texts as elements into %s', (_, before) => {
  expect(indentedJson(['{"a":1}', '2'], { indent: 2, eol: '\n' }, before)).toMatch(/^\{\n *"a": 1\n *\},\n *2$/);
});

test.each([
  ['an object in an array', '[{"a":'],
  ['a line after an array', '[1]\n'],
  ['prose with an open bracket', 'see [1 for '],
])('inserts several texts as an array into %s', (_, before) => {
  expect(indentedJson(['1', '2'], { indent: 2, eol: '\n' }, before)).toBe('[\n  1,\n  2\n]');
});

test('keeps escaped line breaks inside strings', () => {
  expect(indentedJson(['{"a":"x\\ny"}'], { indent: 2, eol: '\n' }, '  ')).toBe('{\n    "a": "x\\ny"\n  }');
});
