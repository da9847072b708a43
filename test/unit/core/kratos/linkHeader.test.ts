import { expect, test } from 'vitest';
import { nextPageToken } from '../../../../src/core/kratos/linkHeader.ts';

test.each([
  ['no header', undefined, undefined],
  ['only a first page', '</admin/identities?page_token=a>; rel="first"', undefined],
  ['as Kratos writes it', '</x?page_size=2&page_token=a>; rel="first",</x?page_size=2&page_token=b>; rel="next"', 'b'],
  ['absolute, of another host', '<http://other/x?page_token=b&page_size=2>; rel="next"', 'b'],
  ['encoded', '</x?page_token=a%2Bb%3D>; rel="next"', 'a+b='],
  ['several relations, not quoted, more parameters', '<?page_token=b>; title="a, <b>; rel=\\"x\\""; REL=next', 'b'],
  ['two relations in one', '<?page_token=b>; rel="last next"', 'b'],
  ['a comma in the address', '</x?ids=1,2&page_token=b>; rel=next', 'b'],
  ['a word that only contains next', '<?page_token=b>; rel="nextish"', undefined],
  ['a next page without a token', '</x?page=2>; rel="next"', ''],
  ['a next page whose token has another name', '</x?cursor=b>; rel="next"', ''],
  ['a next page whose address is escaped as HTML', '</x?page_size=2&amp;page_token=b>; rel="next"', ''],
  ['a next page whose token is part of the path', '</x/after/b>; rel="next"', ''],
  ['a header in another format', 'garbage', undefined],
])('reads the token of the next page: %s', (_name, link, token) => {
  expect(nextPageToken(link)).toBe(token);
});

test('reads a header of a million “<” in linear time', () => {
  // Each of them looked for the end of the header.
  expect(nextPageToken('<'.repeat(1_000_000))).toBeUndefined();
});
