import fc from 'fast-check';
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { asCountry, type PhoneCheck, readPhone } from '../../src/contact/phone.js';

const CHECKS = ['shape', 'possible', 'valid'] as const;

/** The digits, or the code of what is wrong. */
function read(text: string, country?: CountryCode, check: PhoneCheck = 'possible'): string {
  const reading = readPhone(text, { country, check });
  return 'digits' in reading ? reading.digits : reading.code;
}

describe('international writings', () => {
  it.each([
    ['+33639980012', '33639980012'],
    ['  +33 6 39 98 00 12  ', '33639980012'],
    ['+33.639980012', '33639980012'],
    ['+33-6-39-98-00-12', '33639980012'],
    ['+33 6.39.98.00.12', '33639980012'],
    ['+33\u00a06\u202f39\u200998\u300000 12', '33639980012'],
    ['\u202a+33639980012\u202c', '33639980012'],
    ['\u200e+33\u200f639\u2066980012\u2069\ufeff', '33639980012'],
    ['+33\u00ad639980012', '33639980012'],
    ['+33‐6‑39‒98–00—12', '33639980012'],
    ['+33\u2212639980012', '33639980012'],
    ['＋３３６３９９８００１２', '33639980012'],
    ['+۹۸۹۱۲۰۰۰۰۰۰۱', '989120000001'],
    ['+٩٨٩١٢٠٠٠٠٠٠١', '989120000001'],
    ['۰۰۹۸۹۱۲۰۰۰۰۰۰۱', '989120000001'],
    ['0033639980012', '33639980012'],
    ['00 33 6 39 98 00 12', '33639980012'],
    ['(0033) 639980012', '33639980012'],
    ['(+33) 639980012', '33639980012'],
    ['[+33] 639980012', '33639980012'],
    ['+ 33 639980012', '33639980012'],
    ['+(33) 639980012', '33639980012'],
    ["'+33639980012", '33639980012'],
    ['’+33639980012', '33639980012'],
    ['="+33639980012"', '33639980012'],
    [' = "+33639980012" ', '33639980012'],
    ['="\'+33639980012"', '33639980012'],
    ['- +33639980012', '33639980012'],
    ['+1 (646) 555-0123', '16465550123'],
    ['001 646 555 0123', '16465550123'],
    ['0049170/1234567', '491701234567'],
    ['+49 (0)170/1234567', '491701234567'],
    ['+49 (0) 170 / 12 34 567', '491701234567'],
    ['0049151 1234567', '491511234567'],
    ['+32 475/12.34.56', '32475123456'],
    ['+43 (0)664/123 45 67', '436641234567'],
    ['+54 9 11 2345-6789', '5491123456789'],
    ['+800 1234 5678', '80012345678'],
    ['+883 5100 12345', '883510012345'],
  ])('reads %j as %s, with and without a country', (text, digits) => {
    expect(read(text)).toBe(digits);
    expect(read(text, 'DE')).toBe(digits);
    expect(read(text, 'US')).toBe(digits);
  });

  it.each([
    ['+44 (0)20 7183 8750', '442071838750'],
    ['+44(0)2071838750', '442071838750'],
    ['0044 (0) 20 7183 8750', '442071838750'],
    ['(+44) (0)20 7183 8750', '442071838750'],
    ['+44 [0] 20 7183 8750', '442071838750'],
    ['+49 (0)151 12345678', '4915112345678'],
    ['+33 (0)1 39 98 00 12', '33139980012'],
  ])('leaves out the trunk zero in brackets: %s', (text, digits) => {
    for (const check of CHECKS) expect(read(text, undefined, check)).toBe(digits);
  });

  it.each([
    ['Italy', '+39 (0)2 1234 5678', '390212345678'],
    ['Ivory Coast', '+225 (0)7 07 12 34 56', '2250707123456'],
  ])('keeps a bracketed zero that is dialled from abroad too: %s', (_, text, digits) => {
    expect(read(text)).toBe(digits);
  });

  it('takes a bracketed zero for a trunk zero only right behind the prefix', () => {
    expect(read('+33 6 39 (0) 98 00 12')).toBe('phone_length');
    expect(read('+33 6 (0) 39 98 00 12')).toBe('phone_length');
    expect(read('+49 151 (0) 1234567')).toBe('4915101234567');
  });

  it.each(['+33 06 39 98 00 12', '+44 020 7183 8750', '+33 33 6 39 98 00 12'])(
    'refuses a digit too many rather than dropping one: %s',
    (text) => {
      expect(read(text)).toBe('phone_length');
      expect(read(text, 'FR')).toBe('phone_length');
    },
  );

  it.each(CHECKS)('never sends a number that begins with a zero (%s)', (check) => {
    expect(read('+0033639980012', undefined, check)).toBe('phone_prefix');
    expect(read('000033639980012', undefined, check)).toBe('phone_prefix');
    expect(read('+0000000', undefined, check)).toBe('phone_prefix');
  });

  it.each([
    { text: '+3363998001', shape: '3363998001', possible: 'phone_length', valid: 'phone_length' },
    { text: '+336399800123', shape: '336399800123', possible: 'phone_length', valid: 'phone_length' },
    { text: '+999123456789', shape: '999123456789', possible: 'phone_prefix', valid: 'phone_prefix' },
    { text: '+11234567890', shape: '11234567890', possible: '11234567890', valid: 'phone_not_assigned' },
    { text: '+447001', shape: 'phone_length', possible: 'phone_length', valid: 'phone_length' },
    { text: '+111222233334444', shape: '111222233334444', possible: 'phone_length', valid: 'phone_length' },
    { text: '+123456', shape: 'phone_length', possible: 'phone_length', valid: 'phone_length' },
    { text: '+1234567890123456', shape: 'phone_length', possible: 'phone_length', valid: 'phone_length' },
    { text: '+12025550123', shape: '12025550123', possible: '12025550123', valid: '12025550123' },
  ])('checks $text as far as it is told to', ({ text, ...expected }) => {
    for (const check of CHECKS) expect(read(text, undefined, check)).toBe(expected[check]);
  });

  it('takes a mobile number of every country for valid, also where countries share a prefix', () => {
    const refused = getCountries().filter((country) => {
      const number = getExampleNumber(country, examples)?.number;
      return number !== undefined && read(number, undefined, 'valid') !== number.slice(1);
    });
    expect(refused).toEqual([]);
  });

  it('never changes a digit, whatever it accepts', () => {
    const prefix = fc.constantFrom(
      ...getCountries().map((country) => getCountryCallingCode(country)),
      '999',
      '0',
      '883',
    );
    const subscriber = fc.stringMatching(/^\d{1,14}$/);
    const marks = fc.array(fc.constantFrom('', ' ', '-', '.', '\u00a0', '\u200e'), { minLength: 3, maxLength: 3 });
    const country = fc.constantFrom('FR', 'US', 'DE', 'IT', 'AR', 'MX', 'BR', undefined);
    fc.assert(
      fc.property(
        prefix,
        subscriber,
        marks,
        country,
        fc.constantFrom(...CHECKS),
        (code, rest, [a, b, c], at, check) => {
          const half = rest.length >> 1;
          const reading = readPhone(`+${a}${code}${b}${rest.slice(0, half)}${c}${rest.slice(half)}`, {
            country: at,
            check,
          });
          if ('digits' in reading) expect(reading.digits).toBe(code + rest);
        },
      ),
      { seed: 7, numRuns: 5000 },
    );
  });

  it('reads an assigned number the same by every check, with + and with 00', () => {
    const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples)?.number ?? []);
    fc.assert(
      fc.property(fc.constantFrom(...numbers), fc.constantFrom(...CHECKS), (number, check) => {
        expect(read(number, undefined, check)).toBe(number.slice(1));
        expect(read(`00${number.slice(1)}`, 'US', check)).toBe(number.slice(1));
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('national writings', () => {
  it.each([
    ['06 39 98 00 12', 'FR', '33639980012'],
    ['06.39.98.00.12', 'FR', '33639980012'],
    ['06/39/98/00/12', 'FR', '33639980012'],
    ['639980012', 'FR', '33639980012'],
    ['33639980012', 'FR', '33639980012'],
    ['(646) 555-0123', 'US', '16465550123'],
    ['(646) 555 - 0123', 'US', '16465550123'],
    ['646.555.0123', 'US', '16465550123'],
    ['1-646-555-0123', 'US', '16465550123'],
    ['011 44 20 7183 8750', 'US', '442071838750'],
    ['07700 900123', 'GB', '447700900123'],
    ['(0)7700 900123', 'GB', '447700900123'],
    ['7700900123', 'GB', '447700900123'],
    ['09120000001', 'IR', '989120000001'],
    ['۰۹۱۲ ۰۰۰ ۰۰۰۱', 'IR', '989120000001'],
    ['٠٩١٢٠٠٠٠٠٠١', 'IR', '989120000001'],
    ['9120000001', 'IR', '989120000001'],
    ['989120000001', 'IR', '989120000001'],
    ["'09120000001", 'IR', '989120000001'],
    ['="09120000001"', 'IR', '989120000001'],
    ['0151 12345678', 'DE', '4915112345678'],
    ['0170/1234567', 'DE', '491701234567'],
    ['0475/12.34.56', 'BE', '32475123456'],
    ['345 123 4567', 'IT', '393451234567'],
    ['02 1234 5678', 'IT', '390212345678'],
    ['011 15-2345-6789', 'AR', '5491123456789'],
    ['11 2345-6789', 'AR', '541123456789'],
  ] as const)('reads %j of %s as %s', (text, country, digits) => {
    expect(read(text, country)).toBe(digits);
  });

  it.each([
    ['0639980012', ': looks like a French number (give --country FR)'],
    [
      '639980012',
      ': looks like a French number that lost its leading zero (give --country FR) or a Spanish number (give --country ES)',
    ],
    ['7700900123', ': looks like a British number that lost its leading zero (give --country GB)'],
    ['33639980012', ': looks like +33639980012 without its + (write the + or give --country FR)'],
    ['16465550123', ': looks like +16465550123 without its + (write the + or give --country US)'],
    ['(646) 555-0123', ': looks like a US number (give --country US)'],
    ['09120000001', ': looks like an Iranian number (give --country IR)'],
    ['9120000001', ': looks like an Iranian number that lost its leading zero (give --country IR)'],
    ['555 0123', ' (give --country to read national numbers)'],
  ])('refuses %s without a country, and says what it looks like and what to give', (text, hint) => {
    expect(readPhone(text, { country: undefined, check: 'shape' })).toEqual({
      code: 'phone_national',
      message: `expected an international number such as +33612345678, found "${text}"${hint}`,
    });
  });

  it.each([
    ['639980012', 'FR', '33639980012', 'read 639980012 as 0639980012: its leading zero was lost'],
    ['612345678', 'FR', '33612345678', 'read 612345678 as 0612345678: its leading zero was lost'],
    ['6 39 98 00 12', 'FR', '33639980012', 'read 6 39 98 00 12 as 0639980012: its leading zero was lost'],
    ['139980012', 'FR', '33139980012', 'read 139980012 as 0139980012: its leading zero was lost'],
    ['7700900123', 'GB', '447700900123', 'read 7700900123 as 07700900123: its leading zero was lost'],
    ['9120000001', 'IR', '989120000001', 'read 9120000001 as 09120000001: its leading zero was lost'],
    ['۹۱۲۰۰۰۰۰۰۱', 'IR', '989120000001', 'read 9120000001 as 09120000001: its leading zero was lost'],
    ['15112345678', 'DE', '4915112345678', 'read 15112345678 as 015112345678: its leading zero was lost'],
    ['33639980012.0', 'FR', '33639980012', 'read 33639980012.0 as 33639980012: its .0 was left out'],
    ['33639980012,00', 'FR', '33639980012', 'read 33639980012,00 as 33639980012: its ,00 was left out'],
    ['+33639980012.0', undefined, '33639980012', 'read +33639980012.0 as +33639980012: its .0 was left out'],
    ['+33,639,980,012', undefined, '33639980012', 'its thousands separators were left out'],
    ["33'639'980'012", 'FR', '33639980012', 'its thousands separators were left out'],
    ['۹۸۹٬۱۲۰٬۰۰۰٬۰۰۱', 'IR', '989120000001', 'its thousands separators were left out'],
    ['6,465,550,123', 'US', '16465550123', 'read 6,465,550,123 as 6465550123: its thousands separators were left out'],
    ['33 639 980 012.00', 'FR', '33639980012', 'its .00 was left out'],
    ['33,639,980,012.00', 'FR', '33639980012', 'its thousands separators were left out, its .00 was left out'],
    [
      '639980012.0',
      'FR',
      '33639980012',
      'read 639980012 as 0639980012: its leading zero was lost, its .0 was left out',
    ],
    [
      '639,980,012',
      'FR',
      '33639980012',
      'read 639980012 as 0639980012: its leading zero was lost, its thousands separators were left out',
    ],
  ] as const)('mends %s of %s and says so', (text, country, digits, note) => {
    for (const check of ['shape', 'possible'] as const) {
      expect(readPhone(text, { country, check })).toEqual({ digits, note: expect.stringContaining(note) });
    }
  });

  it.each([
    ['+33639980012', 'FR'],
    ['06 39 98 00 12', 'FR'],
    ['33639980012', 'FR'],
    ['33.639.980.012', 'FR'],
    ['="0639980012"', 'FR'],
    ['639980012', 'ES'],
    ['(646) 555-0123', 'US'],
    ['345 123 4567', 'IT'],
  ] as const)('says nothing of %s of %s, where every digit is as written', (text, country) => {
    expect(readPhone(text, { country, check: 'possible' })).toEqual({ digits: expect.any(String) });
  });

  it.each([
    ['7654321', 'DE', 'phone_lost_zero', 'may be 07654321'],
    ['212345678', 'IT', 'phone_lost_zero', 'looks like 0212345678 that lost its leading zero'],
    ['707123456', 'CI', 'phone_lost_zero', 'looks like 0707123456 that lost its leading zero'],
    ['33639980012', 'DE', 'phone_ambiguous', 'could be 033639980012 or +33639980012'],
    ['447911123456', 'US', 'phone_length', 'looks like +447911123456 without its + (write the +)'],
    ['33639980012', 'IR', 'phone_length', 'looks like +33639980012 without its + (write the +)'],
    ['639980012.0', undefined, 'phone_national', 'lost its leading zero (give --country FR)'],
    ['6,39,98,00,12', 'FR', 'phone_characters', 'has thousands separators'],
    ['63,998,001', 'FR', 'phone_characters', 'has thousands separators'],
  ] as const)('does not mend %s of %s, which is not certain (%s)', (text, country, code, hint) => {
    expect(readPhone(text, { country, check: 'possible' })).toEqual({ code, message: expect.stringContaining(hint) });
  });

  it('reads what it mends as it reads the mended writing', () => {
    const writing = fc.oneof(
      fc.stringMatching(/^[1-9]\d{7,12}(?:[.,]0{1,2})?$/),
      fc.stringMatching(/^\+?[1-9]\d{0,2}(?:,\d{3}){2,4}(?:\.0{1,2})?$/),
      fc.stringMatching(/^[67]\d{8}(?:\.0)?$/),
    );
    const country = fc.constantFrom('FR', 'US', 'DE', 'IT', 'IR', 'GB', 'AR', 'ES', 'CI');
    let mended = 0;
    fc.assert(
      fc.property(writing, country, fc.constantFrom(...CHECKS), (text, at, check) => {
        const rules = { country: at, check };
        const reading = readPhone(text, rules);
        if (!('digits' in reading)) return;
        const [, as = text] = /^read .* as (\+?\d+): /.exec(reading.note ?? '') ?? [];
        if (reading.note !== undefined) mended += 1;
        expect(readPhone(as, { country: at, check: 'shape' })).toMatchObject({ digits: reading.digits });
        // The library drops zeros behind a prefix that it takes for trunk zeros; what is international stays as it is.
        const library = parsePhoneNumberFromString(as, { defaultCountry: at, extract: false })?.number;
        expect(`+${reading.digits}`).toBe(as.startsWith('+') ? as : library);
        // But for the zero, nothing of what was written is gone.
        expect(as.replace(/^\+?0?/, '')).toBe(text.replace(/[.,]0{1,2}$/, '').replace(/\D/g, ''));
      }),
      { seed: 7, numRuns: 3000 },
    );
    expect(mended).toBeGreaterThan(300);
  });

  it.each([
    ['555-0123', 'US'],
    ['63998001', 'FR'],
    ['06399800123', 'FR'],
    ['447911123456', 'US'],
    ['33639980012', 'IR'],
    ['0989120000001', 'IR'],
    ['12', 'FR'],
    ['0 06 39 98 00 12', 'FR'],
    ['011 44 020 7183 8750', 'US'],
    ['0 06 12 34 56 78', 'FR'],
    ['1', 'FR'],
    ['123456789012345', 'DE'],
    ['123456789012345678', 'DE'],
  ] as const)('refuses %s as a number of %s by its length', (text, country) => {
    expect(read(text, country)).toBe('phone_length');
  });

  it('wants seven to fifteen digits even where the shape alone counts', () => {
    expect(read('12', 'FR', 'shape')).toBe('phone_length');
    expect(read('12345678901234', 'DE', 'shape')).toBe('phone_length');
    expect(read('0639980012', 'FR', 'shape')).toBe('33639980012');
  });

  it('knows the number plan of the country', () => {
    expect(read('0139980012', 'FR', 'valid')).toBe('33139980012');
    expect(read('123 456 7890', 'US', 'valid')).toBe('phone_not_assigned');
    expect(read('(506) 234-5678', 'CA', 'valid')).toBe('15062345678');
  });
});

describe('what must not be guessed', () => {
  it.each([
    '4.41E+11',
    '4,41E+11',
    '4.41e+11',
    '4.41E11',
    '4E+11',
    '+4.41E+11',
    '4.41 E +11',
    '4.41E+011',
    '٤.٤١E+١١',
    '="4.41E+11"',
    "'3.36398E+10",
  ])('refuses scientific notation: %s', (text) => {
    expect(read(text, 'GB')).toBe('phone_scientific');
    expect(read(text)).toBe('phone_scientific');
  });

  it.each(['4.41E-11', '4.41×10^11', '4.41*10^11', '4.41Ｅ+11'])('refuses odd scientific notation: %s', (text) => {
    expect(read(text, 'GB')).toMatch(/^phone_/);
  });

  it.each([
    '6399801.00000',
    '+3363998001.0',
    '33639980012.000',
    '33,639,980,012,00',
    '0639980012.1',
    '639980012.5',
    '639980012.12',
    '639980012.000000',
    '06 39 98 00.00',
    '633.0',
  ])('refuses a decimal number: %s', (text) => {
    expect(read(text, 'FR')).toBe('phone_decimal');
    expect(read(text, 'DE')).toBe('phone_decimal');
  });

  it.each(['-639980012', '\u2212639980012', '- 639980012', '-33639979379', '-639.980.012'])(
    'refuses a negative number, which a spreadsheet makes of +33-639…: %s',
    (text) => {
      expect(read(text, 'FR')).toBe('phone_negative');
      expect(read(text)).toBe('phone_negative');
    },
  );

  it.each([
    '+33639980012 +33639980034',
    '+33639980012+33639980034',
    '+33639980012, +33639980034',
    '+33639980012;+33639980034',
    '+33639980012 / +33639980034',
    '+33639980012/0639980034',
    '+33639980012 | 0639980034',
    '+33639980012 & 0639980034',
    '+33639980012\n+33639980034',
    '+33639980012\r\n0639980034',
    '+33639980012\u20280639980034',
    '+33639980012\n34',
    '0639980012 or 0639980034',
    '0639980012 ou 0639980034',
    '0639980012 et 0639980034',
    '0639980012 and 0639980034',
    '0639980012 y 0639980034',
    '۰۹۱۲۰۰۰۰۰۰۱ یا ۰۹۱۲۰۰۰۰۰۰۲',
    '۰۹۱۲۰۰۰۰۰۰۱ و ۰۹۱۲۰۰۰۰۰۰۲',
    '۰۹۱۲۰۰۰۰۰۰۱، ۰۹۱۲۰۰۰۰۰۰۲',
    '۰۹۱۲۰۰۰۰۰۰۱؛۰۹۱۲۰۰۰۰۰۰۲',
    '0639980012 0639980034',
    '0639980012  639980034',
    '0639980012\t0639980034',
    '0639980012-0639980034',
    '0639980012 - 0639980034',
    '0639980012 – 0639980034',
    '0639980012 (0639980034)',
    '0639980012(0639980034)',
    '030 1234567 7654321',
    '030/1234567/7654321',
    '030 12 34 56 - 76 54 32',
    '030 12 34 56/76 54 32',
    '030 1234567/8',
    '030 1234567/89',
    '030/1234567/8',
    '06 39 98 00 12/34',
    '+493012345/67',
    '021-88776655/66',
  ])('refuses two numbers in a cell: %j', (text) => {
    for (const country of ['DE', 'FR', 'IR', 'AT', undefined] as const) {
      for (const check of CHECKS) expect(read(text, country, check)).toBe('phone_several');
    }
  });

  it.each([
    '06 39 98 00 12 06 39 98 00 34',
    '+33 6 39 98 00 12 00 33 6 39 98 00 34',
    '06399800120639980034',
    '0639980012\u200b0639980034',
    '+33639980012 34',
  ])('refuses what is too long to be one number: %s', (text) => {
    for (const check of CHECKS) expect(read(text, 'FR', check === 'shape' ? 'possible' : check)).toBe('phone_length');
  });

  it.each([
    '+1 646 555 0123 ext 12',
    '+1 646 555 0123 ext. 12',
    '+1 646 555 0123 Ext:12',
    '+1 646 555 0123x12',
    '+1 646 555 0123 x 12',
    '+1 646 555 0123 #12',
    '+16465550123;ext=12',
    '+33 1 39 98 00 12 poste 12',
    '۰۲۱۸۸۷۷۶۶۵۵ داخلی ۱۲',
  ])('refuses an extension: %s', (text) => {
    expect(read(text, 'US')).toBe('phone_extension');
  });

  it.each(['1-800-FLOWERS', 'n/a', 'unknown', '+33 6 39 98 OO 12', '+33639980012 (Paul)', 'tel:+33639980012', 'true'])(
    'refuses letters: %s',
    (text) => {
      expect(read(text, 'US')).toBe('phone_letters');
    },
  );

  it.each([
    '+33639980012,,12',
    '++33639980012',
    '0+33639980012',
    '*31#+33639980012',
    '+33639980012?',
    '½',
    '+३३639980012',
    '=33639980012',
    '"+33639980012"',
  ])('refuses signs that no number has: %s', (text) => {
    for (const country of ['FR', 'DE', undefined] as const) expect(read(text, country)).toBe('phone_characters');
  });

  it.each(['', '   ', '\u00a0', '\u200e', "'", '=""', '-', '+', '( )', '/'])('finds no number in %j', (text) => {
    expect(read(text, 'FR')).toBe('phone_missing');
  });

  it.each(['x', 'ext', '1e', '+', '1 ', '(0)', '-', '1/', '="'])(
    'refuses a cell of a million characters at once: %s…',
    (start) => {
      expect(read(`${start}${' '.repeat(1_000_000)}a`, 'FR')).toBe('phone_length');
      expect(read(`${start}${'1'.repeat(1_000_000)}`, 'FR')).toBe('phone_length');
    },
  );

  it('sees the + behind other marks, so that no country is put before it', () => {
    for (const text of ['-+33639980012', '. +33639980012', '/+33639980012', '– +33639980012']) {
      expect(read(text, 'DE')).toBe('33639980012');
    }
  });

  it('answers every text with digits that can be sent or with a message on one line', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '+',
        '00',
        '0',
        '33',
        '(0)',
        '/',
        '-',
        '.',
        ',',
        ' ',
        '\n',
        "'",
        '="',
        '"',
        'E',
        'ext',
        '۰۹',
        '\u202a',
      ),
      fc.stringMatching(/^\d{1,9}$/),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
        fc.constantFrom('FR', 'DE', 'IR', undefined),
        fc.constantFrom(...CHECKS),
        (text, country, check) => {
          const reading = readPhone(text, { country, check });
          if ('digits' in reading) expect(reading.digits).toMatch(/^[1-9]\d{6,14}$/);
          else expect(reading.message).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);
        },
      ),
      { seed: 7, numRuns: 5000 },
    );
  });
});

describe('the country', () => {
  it.each([
    ['FR', 'FR'],
    ['ir', 'IR'],
    [' gb ', 'GB'],
    ['UK', undefined],
    ['XX', undefined],
    ['France', undefined],
    ['', undefined],
  ])('%j is %s', (code, country) => {
    expect(asCountry(code)).toBe(country);
  });
});
