import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, percentIn, timeWindow } from '../../../../../src/pages/browser/origins/timeAxis.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;
const extent = { start: now - 100 * day, newest: now - hour, end: now };

describe('the window of the axis', () => {
  it('contains everything from the first moment to the present when it shows all', () => {
    const window = timeWindow('all', extent, undefined, undefined);
    expect(window.start).toBeLessThan(extent.start);
    expect(window.end).toBeGreaterThan(now);
  });

  it.each([
    ['day', day],
    ['week', 7 * day],
  ] as const)('ends with the newest moment when it shows a %s and no session is selected', (zoom, length) => {
    const { start, end } = timeWindow(zoom, extent, undefined, undefined);
    expect(end - start).toBe(length);
    expect(end).toBeGreaterThan(extent.newest);
    expect(start).toBeLessThan(extent.newest);
  });

  it('has the selected session in its middle', () => {
    const center = now - 50 * day;
    expect(timeWindow('day', extent, center, undefined)).toEqual({ start: center - day / 2, end: center + day / 2 });
  });

  it('moves earlier and later, but never beyond the first moment or the present', () => {
    fc.assert(
      fc.property(fc.constantFrom('day', 'week'), fc.double({ noNaN: true }), (zoom, movedEnd) => {
        const { start, end } = timeWindow(zoom, extent, undefined, movedEnd);
        expect(end).toBeGreaterThan(extent.start);
        expect(start).toBeLessThan(now);
      }),
    );
  });

  it('has a length when there is a single moment', () => {
    const { start, end } = timeWindow('all', { start: now, newest: now, end: now }, undefined, undefined);
    expect(end).toBeGreaterThan(start);
    expect(percentIn({ start, end }, now)).toBe(50);
  });
});

describe('the ticks of the axis', () => {
  const labels = (length: number) => axisTicks({ start: now - length, end: now }, 'en').map(({ label }) => label);

  it('are times of day within a day, and a date at midnight', () => {
    const found = labels(day);
    expect(found.filter((label) => /^\d\d:\d\d$/.test(label)).length).toBe(found.length - 1);
    expect(found).toContain('Nov 27');
  });

  it.each([
    ['days', 7 * day, /^Nov \d+$/],
    ['months, and the year in January', 400 * day, /^(?:[A-Z][a-z]+|2026)$/],
    ['years', 2500 * day, /^20\d\d$/],
  ])('are %s in longer windows', (_, length, form) => {
    const found = labels(length);
    expect(found.length).toBeGreaterThan(3);
    expect(found.filter((label) => !form.test(label))).toEqual([]);
  });

  it('are few, and inside of the window, however long it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 10_000 * day }), (length) => {
        const ticks = axisTicks({ start: now - length, end: now }, 'en');
        expect(ticks.length).toBeLessThan(20);
        expect(ticks.every(({ percent }) => percent >= 0 && percent <= 100)).toBe(true);
      }),
    );
  });
});
