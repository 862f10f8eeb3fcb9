import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../../src/model.js';
import { pauseMsOf, quotaResetMs, retryAfterMs } from '../../src/providers/pause.js';
import { RECEIVED_AT } from '../support/providerContract.js';

const reply = (status: number, headers: Record<string, string> = {}): HttpReply => ({
  status,
  headers,
  body: '',
  receivedAt: RECEIVED_AT,
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['0', 0],
    [' 5 ', 5_000],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['Wed, 14 Jan 2026 09:01:30 GMT', 90_000],
    ['Wednesday, 14-Jan-26 09:01:30 GMT', 90_000],
    ['Wed Jan 14 09:01:30 2026', 90_000],
    ['Thu Jan  1 09:01:30 2026', 0],
    ['Wed, 14 Jan 2026 08:59:59 GMT', 0],
    ['Wed, 99 Jan 2026 09:01:30 GMT', undefined],
    ['2026-01-14T09:01:30Z', undefined],
    ['1.5', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('%j is a wait of %s ms', (text, ms) => {
    expect(retryAfterMs(reply(429, { 'retry-after': text }))).toBe(ms);
  });

  it('is no wait where it is missing', () => expect(retryAfterMs(reply(429))).toBeUndefined());

  it('reads back every date that a server writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000 }), (seconds) => {
        const date = new Date(RECEIVED_AT + seconds * 1000).toUTCString();
        expect(retryAfterMs(reply(503, { 'retry-after': date }))).toBe(seconds * 1000);
      }),
      { seed: 6 },
    );
  });
});

describe('X-Rate-Limit-Reset', () => {
  it.each([
    ['60', 60_000],
    [' 1 ', 1_000],
    ['1000000000', 1_000_000_000_000],
    [String(RECEIVED_AT / 1000 + 45), 45_000],
    [String(RECEIVED_AT / 1000 - 45), 0],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['0', undefined],
    ['', undefined],
    ['1.5', undefined],
    ['-1', undefined],
    ['soon', undefined],
  ])('%j is full again in %s ms', (text, ms) => {
    expect(quotaResetMs(reply(201, { 'x-rate-limit-reset': text }))).toBe(ms);
  });

  it.each([
    ['0', 30_000],
    [' 00 ', 30_000],
    ['1', undefined],
    ['', undefined],
    ['-0', undefined],
  ])('asks for quiet with %j calls left: %s ms', (remaining, ms) => {
    const headers = { 'x-rate-limit-remaining': remaining, 'x-rate-limit-reset': '30' };
    expect(pauseMsOf(reply(201, headers))).toBe(ms);
  });

  it('gives way to a Retry-After that can be read', () => {
    const headers = { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '30' };
    expect(pauseMsOf(reply(429, { ...headers, 'retry-after': '5' }))).toBe(5_000);
    expect(pauseMsOf(reply(429, { ...headers, 'retry-after': 'soon' }))).toBe(30_000);
  });
});
