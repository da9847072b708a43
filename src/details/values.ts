import { momentOf } from '../kratos/moments.ts';
import { visibleText } from '../presentation/visibleText.ts';
import type { Moment, Value } from './panelModel.ts';

/** What the panel shows of one text at most; the JSON has the whole. */
export const valueLimit = 2_000;

/** A server's text, made visible; undefined where it holds none. */
export function shownValue(text: string | undefined): Value | undefined {
  return text === undefined || text === '' ? undefined : { text: visibleText(text, valueLimit), exact: text };
}

/** A server's time; undefined where it holds none, which Kratos writes as year 1. */
export function momentValue(text: string | undefined): Moment | undefined {
  const value = shownValue(text);
  if (value === undefined || value.exact.startsWith('0001-01-01T')) {
    return undefined;
  }
  return { ...value, at: momentOf(value.exact)?.getTime() };
}
