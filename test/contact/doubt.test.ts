import { describe, expect, it } from 'vitest';
import { asCountry, readPhone } from '../../src/contact/phone.js';
import { readGender, readYesNo } from '../../src/contact/words.js';

function read(text: string, country: string) {
  return readPhone(text, { country: asCountry(country), check: 'possible' });
}

describe('what might be another number is refused', () => {
  it.each([
    ['061234567', 'FR', 'phone_length'],
    ['06 12 34 56 7', 'FR', 'phone_length'],
    ['079111234', 'GB', 'phone_length'],
    ['0912123456', 'IR', 'phone_length'],
    ['01711234567 (2)', 'DE', 'phone_several'],
    ['01711234567 [2]', 'DE', 'phone_several'],
    ['0171 1234567 - 8', 'DE', 'phone_several'],
    ['1) 01711234567', 'DE', 'phone_several'],
    ['(1) 0171 1234567', 'DE', 'phone_several'],
    ['0.612345678', 'FR', 'phone_decimal'],
    ['6.12345678', 'FR', 'phone_decimal'],
    ['612345.678', 'FR', 'phone_decimal'],
  ])('%s of %s: %s', (text, country, code) => {
    expect(read(text, country)).toMatchObject({ code });
  });

  it.each([
    ['06.12345678', 'FR', '33612345678'],
    ['(02) 1234 5678', 'AU', '61212345678'],
    ['0236618300', 'IT', '390236618300'],
    ['(646) 555-0123', 'US', '16465550123'],
    ['0475.123456', 'BE', '32475123456'],
  ])('but not what is written so: %s of %s', (text, country, digits) => {
    expect(read(text, country)).toMatchObject({ digits });
  });
});

it('says nothing of a zero where the country code stands before the number', () => {
  expect(read('5511987654321', 'BR')).toEqual({ digits: '5511987654321' });
});

describe('doubt is no word', () => {
  it.each(['F?', 'M?', 'Mme (obligatoire)', 'homme #'])('%s says neither man nor woman', (text) => {
    expect(readGender(text, 'sexe')).toBeUndefined();
  });

  it.each(['yes?', 'no?', 'oui*'])('%s says neither yes nor no', (text) => {
    expect(readYesNo(text)).toBeUndefined();
  });
});
