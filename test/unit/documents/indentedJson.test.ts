import { expect, test } from 'vitest';
import { indentedJson } from '../../../src/documents/prettyJson.ts';

const text = '{"a":[12345678901234567890]}';

test('further lines begin as the line of the cursor does, then as the editor indents', () => {
  expect(indentedJson([text], { indent: 'tab', eol: '\n' }, '\t "x": ')).toBe(
    '{\n\t \t"a": [\n\t \t\t12345678901234567890\n\t \t]\n\t }',
  );
  expect(indentedJson([text], { indent: 4, eol: '\r\n' }, '  ')).toBe(
    '{\r\n      "a": [\r\n          12345678901234567890\r\n      ]\r\n  }',
  );
});

test('a cursor before the line’s white space takes none of it', () => {
  expect(indentedJson(['{"a":1}'], { indent: 2, eol: '\n' }, '')).toBe('{\n  "a": 1\n}');
});

test('several are one array', () => {
  expect(indentedJson(['{"a":1}', '2'], { indent: 2, eol: '\n' }, ' ')).toBe('[\n   {\n     "a": 1\n   },\n   2\n ]');
});

test('line breaks inside strings are escapes, and stay', () => {
  expect(indentedJson(['{"a":"x\\ny"}'], { indent: 2, eol: '\n' }, '  ')).toBe('{\n    "a": "x\\ny"\n  }');
});
