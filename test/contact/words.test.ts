import { expect, it } from 'vitest';
import { readGender, readYesNo } from '../../src/contact/words.js';

it.each([
  'true',
  'TRUE',
  'Yes',
  'y',
  '1',
  '۱',
  'on',
  'vrai',
  'V',
  'activo',
  'فعال',
  'Oui',
  'Sí',
  'si',
  'بله',
  'بلی',
  ' yes ',
])('takes %s for yes', (word) => {
  expect(readYesNo(word)).toBe(true);
});

it.each([
  'false',
  'FALSE',
  'No',
  'n',
  '0',
  '۰',
  'off',
  'faux',
  'f',
  'inactif',
  'غیر فعال',
  'غیر\u200cفعال',
  'Non',
  'falso',
  'خیر',
  'خير',
])('takes %s for no', (word) => {
  expect(readYesNo(word)).toBe(false);
});

it.each(['true', 'H', 'Male', 'Mr.', 'Monsieur', 'masc.', 'جناب آقای', 'Señor', 'hombre', 'مرد', 'آقا', 'آقاي'])(
  'takes %s for a man',
  (word) => {
    expect(readGender(word)).toBe(true);
  },
);

it.each([
  'false',
  'F',
  'Mlle',
  'دوشیزه',
  'Female',
  'Mrs',
  'Mme',
  'FEMININ',
  'Señora',
  'mujer',
  'زن',
  'خانم',
  'مؤنث',
  'مونث',
])('takes %s for a woman', (word) => {
  expect(readGender(word)).toBe(false);
});

it.each(['10', 'maybe', 'x', 'yes no', 'toString', '__proto__'])('does not guess what %j means', (word) => {
  expect(readYesNo(word)).toBeUndefined();
  expect(readGender(word)).toBeUndefined();
});

it.each(['-', '—', '?', 'N/A', 'Unknown', 'not specified', 'Autre', 'Non précisé', 'Otro', 'نامشخص', 'سایر'])(
  'takes %s for nothing said',
  (word) => {
    expect(readGender(word)).toBe('not_said');
    expect(readYesNo(word)).toBeUndefined();
  },
);

it.each([
  ['M', 'gender', true],
  ['m', 'Sexe', true],
  ['M.', 'Civilité', true],
  ['M', 'جنسیت', true],
  ['M', 'Género', 'ambiguous'],
  ['M', 'sexo', 'ambiguous'],
  ['M', 'column 7', 'ambiguous'],
  ['M', '', 'ambiguous'],
  ['H', 'sexe', true],
  ['H', 'sexo', true],
  ['H', 'gender', 'ambiguous'],
  ['H', 'جنسیت', 'ambiguous'],
  ['F', 'sexo', false],
  ['0', 'gender', 'ambiguous'],
  ['1', 'gender', 'ambiguous'],
  ['۱', 'جنسیت', 'ambiguous'],
  ['2', 'sexe', 'ambiguous'],
] as const)('reads %s in a column %s as %s', (word, column, meaning) => {
  expect(readGender(word, column)).toBe(meaning);
});

it('does not mix up answers and people', () => {
  expect(readYesNo('male')).toBeUndefined();
  expect(readGender('yes')).toBeUndefined();
});
