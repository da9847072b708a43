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
  ['a short list, with room for those who sign in meanwhile', {}, 67],
  ['a list as long as the usual page', { total: 250 }, 266],
  ['a longer one, which its front can prove', { total: 251 }, undefined],
  ['a long list that can be proven by nothing else', { total: 400, needed: true }, 416],
  ['as many as the server gives at most, which its count tells to be all', { total: 1000, needed: true }, 1000],
  ['more than the server gives at most', { total: 1001, needed: true }, undefined],
  ['more than the gateway was seen to give', { clamp: 50 }, undefined],
  ['as many as the gateway was seen to give', { clamp: 51 }, 51],
  ['an empty list', { total: 0 }, 16],
  ['without a count, an answer that could have been longer', { total: undefined, atLeast: 499, needed: true }, 500],
  ['without a count, no such answer', { total: undefined, atLeast: 500, needed: true }, undefined],
  ['rows too large to be held at once', { total: 400, needed: true, bytesPerRow: 100_000 }, undefined],
])('%s', (_name, question, length) => {
  expect(wholeListLength({ ...usual, ...question })).toBe(length);
});
