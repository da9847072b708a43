import { describe, expect, it } from 'vitest';
import { csvOfRows, textOfRows } from '../../../../../src/pages/browser/table/copyRows.ts';
import { tableWords } from '../../../../../src/pages/words/tableWords.ts';
import { testRow } from '../../../../pages/sessionRows.ts';

function finished(work: Generator<undefined, string>): string {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) {
      return value;
    }
  }
}

const headings = tableWords().columns;

describe('textOfRows', () => {
  it('separates cells by tabs and rows by lines, with times in UTC', () => {
    const rows = [testRow(0, { place: 'Lagos, NG' }), testRow(1, { place: undefined })];

    expect(finished(textOfRows(rows, ['signedIn', 'place', 'address']))).toBe(
      '2026-11-23 14:00:00 UTC\tLagos, NG\t198.51.100.0\n2026-11-23 09:00:00 UTC\t\t10.0.0.1',
    );
  });

  it('keeps a row on one line and a value in its cell, whatever a device is named', () => {
    const row = testRow(0, { device: 'Chrome\t141\non  Windows' });

    expect(finished(textOfRows([row], ['device', 'aal']))).toBe('Chrome 141 on Windows\taal1');
  });

  it.each(['=1+1', '@SUM(A1)', ' =1', '"=1+1"'])('makes the formula %j a text for a spreadsheet', (device) => {
    expect(finished(textOfRows([testRow(0, { device })], ['aal', 'device']))).toBe(`aal1\t'${device}`);
  });
});

describe('csvOfRows', () => {
  it('quotes each cell, doubles quotes, and begins with headings', () => {
    const row = testRow(0, { device: 'a "quoted", device', methods: [] });

    expect(finished(csvOfRows([row], ['signedIn', 'device', 'methods'], headings))).toBe(
      '"Signed in","Device","Methods"\r\n"2026-11-23T14:00:00.000Z","a ""quoted"", device",""\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('makes the formula %j a text', (device) => {
    expect(finished(csvOfRows([testRow(0, { device })], ['device'], headings))).toBe(`"Device"\r\n"'${device}"\r\n`);
  });
});
