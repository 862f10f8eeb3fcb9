import { expect, it } from 'vitest';
import { callsRate, counted, elapsed, exactly, grouped, roughly, rowsRate, wallClock } from '../../src/cli/figures.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

it.each([
  [0, '0'],
  [999, '999'],
  [4200, '4 200'],
  [48_211, '48 211'],
  [1_000_000, '1 000 000'],
  [1234567, '1 234 567'],
])('groups %d as %s', (number, text) => {
  expect(grouped(number)).toBe(text);
});

it.each([
  [0, '0.0 rows/s'],
  [1.94, '1.9 rows/s'],
  [9.96, '10 rows/s'],
  [1234.5, '1 235 rows/s'],
  [0.5, '30 rows/min'],
  [0.01, '36 rows/h'],
])('says %d rows a second as %s', (perSecond, text) => {
  expect(rowsRate(perSecond)).toBe(text);
});

it.each([
  [12.5, '12.5 calls/s'],
  [1, '1 call/s'],
  [0.5, '30 calls/m'],
  [1 / 3, '20 calls/m'],
  [1 / 60, '1 call/m'],
  [1 / 600, '6 calls/h'],
])('says a pace of %d a second as a person would: %s', (perSecond, text) => {
  expect(callsRate(perSecond)).toBe(text);
});

it('counts', () => {
  expect([counted(1, 'retry', 'retries'), counted(4200, 'retry', 'retries')]).toEqual(['1 retry', '4 200 retries']);
});

it.each([
  [1, '1 s'],
  [40 * SECOND, '40 s'],
  [89.2 * SECOND, '90 s'],
  [90 * SECOND, '90 s'],
  [91 * SECOND, '2 min'],
  [51 * MINUTE, '51 min'],
  [91 * MINUTE, '1 h 40 min'],
  [3 * HOUR, '3 h'],
  [12.2 * HOUR, '13 h'],
  [48 * HOUR, '48 h'],
  [50 * HOUR, '3 days'],
])('says roughly how long %d ms are: %s', (ms, text) => {
  expect(roughly(ms)).toBe(text);
});

it.each([
  [1, '1 s'],
  [11_001, '12 s'],
  [99 * SECOND, '99 s'],
  [100 * SECOND, '1 min 40 s'],
  [5 * MINUTE, '5 min'],
  [65 * MINUTE, '1 h 5 min'],
  [2 * HOUR, '2 h'],
])('says exactly how long %d ms are: %s', (ms, text) => {
  expect(exactly(ms)).toBe(text);
});

it.each([
  [0, '0.0 s'],
  [12.34, '12.3 s'],
  [245, '4 min 5 s'],
  [9600, '2 h 40 min'],
  [71 * 3600, '71 h 0 min'],
  [72 * 3600, '3 days'],
])('says how long %d s were: %s', (seconds, text) => {
  expect(elapsed(seconds)).toBe(text);
});

it.each([
  [new Date(2026, 0, 31, 15, 42), '15:42'],
  [new Date(2026, 1, 1, 0, 5), 'Sun 00:05'],
  [new Date(2026, 1, 12, 0, 5), '12 Feb'],
  [new Date(2027, 1, 12, 0, 5), '12 Feb 2027'],
])('says when %s is on the clock', (at, text) => {
  expect(wallClock(at.getTime(), new Date(2026, 0, 31, 9, 45).getTime())).toBe(text);
});
