import { expect, test } from 'vitest';
import { type WholeList, wholeListLength } from '../../../../../src/core/kratos/identitySessions/wholeList.ts';

const usual: WholeList = {
  total: 51,
  atLeast: 50,
  clamp: Number.POSITIVE_INFINITY,
  bytesPerRow: 1000,
  needed: false,
};

test.each<[string, Partial<WholeList>, number | undefined]>([
  ['a short list, with room for sign-ins in the meantime', {}, 67],
  ['a list as long as the usual page', { total: 250 }, 266],
  ['no longer list, because its first page proves it', { total: 251 }, undefined],
  ['a long list that nothing else can prove', { total: 400, needed: true }, 416],
  ['a list of the server’s largest page, which its count proves', { total: 1000, needed: true }, 1000],
  ['no list beyond the server’s largest page', { total: 1001, needed: true }, undefined],
  ['no list beyond the page size of a gateway', { clamp: 50 }, undefined],
  ['a list as long as the page size of a gateway', { clamp: 51 }, 51],
  ['an empty list', { total: 0 }, 16],
  ['without a count, a response that could have been longer', { total: undefined, atLeast: 499, needed: true }, 500],
  ['without a count, no list that fills the largest page', { total: undefined, atLeast: 500, needed: true }, undefined],
  ['no list whose rows are too large for one response', { total: 400, needed: true, bytesPerRow: 100_000 }, undefined],
])('requests in one response: %s', (_name, question, length) => {
  expect(wholeListLength({ ...usual, ...question })).toBe(length);
});
