import { describe, expect, it } from 'vitest';
import { ipWithoutPort, place } from '../../../src/presentation/place.ts';

describe('place', () => {
  it('is the location before the address', () => {
    expect(place({ location: 'Berlin, DE', ipAddress: '203.0.113.7', userAgent: undefined })).toBe('Berlin, DE');
    expect(place({ location: '', ipAddress: '203.0.113.7', userAgent: undefined })).toBe('203.0.113.7');
  });

  it('is unknown without either, and without a device', () => {
    expect(place({ location: undefined, ipAddress: '', userAgent: 'curl/8.5.0' })).toBeUndefined();
    expect(place(undefined)).toBeUndefined();
  });

  it('shows what a stranger wrote into it as visible text', () => {
    expect(place({ location: 'Ber\u202Elin', ipAddress: undefined, userAgent: undefined })).toBe('Ber⟨U+202E⟩lin');
  });

  it.each([
    ['203.0.113.42:51432', '203.0.113.42'],
    ['203.0.113.42', '203.0.113.42'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['unknown', 'unknown'],
  ])('%s without port and brackets is %s', (address, shown) => {
    expect(ipWithoutPort(address)).toBe(shown);
  });
});
