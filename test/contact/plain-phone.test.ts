import fc from 'fast-check';
import { type CountryCode, getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { plainText, readAnyPhone } from '../../src/contact/any-phone.js';
import { readPhone } from '../../src/contact/phone.js';
import type { PhoneCheck } from '../../src/contact/phone-rules.js';
import { readPlainPhone } from '../../src/contact/plain-phone.js';

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
  let sure = 0;
  fc.assert(
    fc.property(writing, ({ given, text }) => {
      for (const check of CHECKS) {
        const rules = { country: given, check };
        if (readPlainPhone(text, rules) !== undefined) sure += 1;
        expect(readPhone(text, rules)).toEqual(readAnyPhone(plainText(text), rules));
      }
    }),
    { seed: 17, numRuns: 20_000 },
  );
  expect(sure).toBeGreaterThan(10_000);
});

describe('plain writings', () => {
  it.each<[string, CountryCode | undefined]>([
    ['+33639980012', undefined],
    ['0033639980012', undefined],
    ['+16465550123', undefined],
    ['+989120000001', undefined],
    ['+33 6 39 98 00 12', undefined],
    ['+1 (646) 555-0123', undefined],
    ['0639980012', 'FR'],
    ['06.39.98.00.12', 'FR'],
    ['612345678', 'FR'],
    ['09131234567', 'IR'],
    ['2125551234', 'US'],
    ['12125551234', 'US'],
    ['(212) 555-1234', 'US'],
    ['212-555-1234', 'US'],
  ])('%s needs no library', (text, of) => {
    for (const check of ['shape', 'possible'] as const) {
      expect(readPlainPhone(text, { country: of, check })).toHaveProperty('digits');
    }
  });

  it.each<[string, CountryCode | undefined]>([
    ['0639980012', undefined],
    ['+33 6', undefined],
    ['+33 639980012 0639980013', undefined],
    ['0033', undefined],
    ['+999123456789', undefined],
    ['+331234567890123', undefined],
    ['0612345.678', 'FR'],
    ['06 39 98 00 12 / 13', 'FR'],
    ['061234567', 'FR'],
  ])('%s is left to who knows what is wrong', (text, of) => {
    expect(readPlainPhone(text, { country: of, check: 'possible' })).toBeUndefined();
  });
});
