import fc from 'fast-check';
import { type CountryCode, getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { plainText, readAnyPhone } from '../../src/contact/any-phone.js';
import { library } from '../../src/contact/numbering.js';
import { readPhone } from '../../src/contact/phone.js';
import type { PhoneCheck } from '../../src/contact/phone-rules.js';
import { isPlainlyWritten } from '../../src/contact/plain-phone.js';

const CHECKS: readonly PhoneCheck[] = ['shape', 'possible', 'valid'];
const COUNTRIES = getCountries();
// Those that share a calling code, and those of the providers, come as often as all others together.
const SHARED = COUNTRIES.filter(
  (country) => COUNTRIES.filter((each) => getCountryCallingCode(each) === getCountryCallingCode(country)).length > 1,
);
const country = fc.oneof(
  fc.constantFrom(...COUNTRIES),
  fc.constantFrom(...SHARED),
  fc.constantFrom<CountryCode[]>('FR', 'US', 'IR', 'DE', 'ES', 'GB', 'IT', 'AR', 'BR', 'MX'),
);
const digit = fc.integer({ min: 0, max: 9 }).map(String);

/** Digits of a number without its calling code: an example of the country, changed here and there, or any. */
const national = (of: CountryCode) => {
  const example = getExampleNumber(of, examples)?.nationalNumber ?? '';
  const at = fc.nat({ max: 9 });
  return fc.oneof(
    at.chain((kept) =>
      fc
        .array(digit, { minLength: Math.max(example.length - kept, 0), maxLength: Math.max(example.length - kept, 0) })
        .map((rest) => example.slice(0, kept) + rest.join('')),
    ),
    fc
      .tuple(at, digit, fc.nat({ max: 1 }), fc.nat({ max: 1 }))
      .map(([from, put, more, less]) => example.slice(0, from) + put.repeat(more) + example.slice(from + less)),
    fc.array(digit, { maxLength: 15 }).map((all) => all.join('')),
  );
};

const PREFIXES = ['0', '00', '1', '8', '06', '011', '810', '15', '000', '0180020'];

const writing = fc
  .tuple(country, country)
  .chain(([of, other]) =>
    fc.record({
      given: fc.constantFrom(of, of, of, other, undefined),
      digits: national(of),
      head: fc.constantFrom('+', '+', '00', '', '', ''),
      code: fc.constantFrom(...new Array<string>(5).fill(getCountryCallingCode(of)), ''),
      prefix: fc.constantFrom(...new Array<string>(12).fill(''), '0', '0', '0', '0', ...PREFIXES),
      groups: fc.oneof(
        fc.constant([]),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(' ', '-', '.')), { maxLength: 4 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom(' ', '-', '.', '  ', ' - ', '/')), {
          maxLength: 5,
        }),
      ),
      area: fc.nat({ max: 9 }).map((n) => n === 0),
    }),
  )
  .map(({ given, digits, head, code, prefix, groups, area }) => {
    let text = area
      ? `${prefix}(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`
      : `${head === '+' || head === '00' ? code : ''}${prefix}${digits}`;
    let at = text.length;
    for (const [length, sign] of area ? [] : groups) {
      at -= length;
      if (at > 0) text = `${text.slice(0, at)}${sign}${text.slice(at)}`;
    }
    return { given, text: head + text };
  });

it('reads a plainly written number as the library would have it read', () => {
  let plain = 0;
  let good = 0;
  fc.assert(
    fc.property(writing, ({ given, text }) => {
      for (const check of CHECKS) {
        const rules = { country: given, check };
        if (isPlainlyWritten(text)) plain += 1;
        const read = readPhone(text, rules);
        if ('digits' in read) good += 1;
        expect(read).toEqual(readAnyPhone(plainText(text), rules, library));
      }
    }),
    { seed: 17, numRuns: 20_000 },
  );
  // That the law is not about numbers that nobody writes.
  expect(plain).toBeGreaterThan(20_000);
  expect(good).toBeGreaterThan(8_000);
});

describe('what needs no cleaning', () => {
  it.each([
    ['+33639980012'],
    ['0033639980012'],
    ['+33 6 39 98 00 12'],
    ['+1 (646) 555-0123'],
    ['06.39.98.00.12'],
    ['(212) 555-1234'],
    ['212-555-1234'],
    ['12'],
  ])('%s is plainly written', (text) => expect(isPlainlyWritten(text)).toBe(true));

  it.each([
    [''],
    ['+'],
    ['none'],
    ['0612345.678'],
    ['6123456.00'],
    ['1,234,567'],
    ['+33 639980012 0639980013'],
    ['06 39 98 00 12 / 13'],
    ['06 39 98 00 12 (2)'],
    ['06 39 98 00 12 - 13'],
    ['+33 (0)6 39 98 00 12'],
    ["'0639980012"],
    ['۰۹۱۳'],
    ['+33639980012\u202c'],
    ['1'.repeat(41)],
  ])('%s is not', (text) => expect(isPlainlyWritten(text)).toBe(false));
});

it.each([
  ['+33123456789012', 'FR'],
  ['+999123456789', undefined],
  ['0639980012', undefined],
  ['061234567', 'FR'],
  ['12345', 'US'],
  ['1', 'US'],
  ['011331', 'US'],
  ['00', 'FR'],
  ['0015', 'FR'],
  ['+33', 'FR'],
  ['+999', 'FR'],
  ['612345678', 'FR'],
  ['33612345678', 'FR'],
  ['12125551234', 'US'],
  ['180020', 'GG'],
  ['1234567890123456', 'US'],
  ['123456789012345678', 'DE'],
] satisfies readonly [string, CountryCode | undefined][])('reads %s in %s as the library would', (text, country) => {
  for (const check of CHECKS) {
    const rules = { country, check };
    expect(readPhone(text, rules)).toEqual(readAnyPhone(plainText(text), rules, library));
  }
});
