import { describe, expect, it } from 'vitest';
import { maskPhone, maskPhones } from '../src/mask.js';

describe('a phone number in progress and logs', () => {
  it.each([
    ['+33612345678', '+3361****678'],
    ['09121234567', '0912****567'],
    ['16461234567', '1646****567'],
    ['+336123456', '+3361****456'],
    ['+3361', '****'],
    ['', '****'],
  ])('%s is shown as %s', (phone, shown) => {
    expect(maskPhone(phone)).toBe(shown);
  });
});

describe('text for a terminal', () => {
  it.each([
    ['number +33 6 12 34 56 78 refused', 'number +3361****678 refused'],
    ['{"phone":"16461234567"}', '{"phone":"1646****567"}'],
    ['(646) 123-4567 x', '6461****567 x'.replace('6461', '(6461')],
    ['retry at 2026-01-31', 'retry at 2026-01-31'],
    ['HTTP 503, code 12345', 'HTTP 503, code 12345'],
  ])('%s is shown as %s', (text, shown) => {
    expect(maskPhones(text)).toBe(shown);
  });
});
