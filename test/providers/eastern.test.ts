import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { easternTime } from '../../src/providers/eastern.js';

const iso = (text: string): string | undefined => {
  const ms = easternTime(text);
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('a date in US Eastern time', () => {
  it.each([
    ['2026-01-14 04:00:00', '2026-01-14T09:00:00.000Z'],
    ['2026-07-14 04:00:00', '2026-07-14T08:00:00.000Z'],
    ['2024-02-29 23:59:59', '2024-03-01T04:59:59.000Z'],
    // The night on which clocks go back: one o'clock comes twice.
    ['2025-11-02 00:59:59', '2025-11-02T04:59:59.000Z'],
    ['2025-11-02 01:00:00', '2025-11-02T05:00:00.000Z'],
    ['2025-11-02 01:59:59', '2025-11-02T05:59:59.000Z'],
    ['2025-11-02 02:00:00', '2025-11-02T07:00:00.000Z'],
    // The night on which they go forward: New York has no two o'clock, GMT-5 has.
    ['2026-03-08 01:59:59', '2026-03-08T06:59:59.000Z'],
    ['2026-03-08 02:30:00', '2026-03-08T06:30:00.000Z'],
    ['2026-03-08 03:00:00', '2026-03-08T07:00:00.000Z'],
  ])('%s is %s', (text, instant) => expect(iso(text)).toBe(instant));

  it.each([
    '0000-00-00 00:00:00',
    '2026-02-31 00:00:00',
    '2026-13-01 00:00:00',
    '2026-01-14 24:00:00',
    '2026-01-14 04:60:00',
    '2026-01-14',
    '2026-01-14T04:00:00',
    '2026-01-14 04:00:00 ',
    '2026-01-14 04:00:00Z',
    '',
    null,
    20260114040000,
    ['2026-01-14 04:00:00'],
  ])('%j is none', (value) => expect(easternTime(value)).toBeUndefined());

  it('is never read later than GMT-5, nor more than an hour earlier', () => {
    const instants = fc.integer({ min: Date.UTC(1970, 0, 2) / 1000, max: Date.UTC(2099, 0) / 1000 });
    fc.assert(
      fc.property(instants, (seconds) => {
        const written = new Date((seconds - 5 * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ');
        expect([seconds, seconds - 3600]).toContain((easternTime(written) ?? 0) / 1000);
      }),
      { seed: 10, numRuns: 500 },
    );
  });
});
