import { expect, it } from 'vitest';
import { readGender, readYesNo } from '../../src/contact/words.js';

it.each(['true', 'TRUE', 'Yes', 'y', '1', '۱', 'on', 'vrai', 'Oui', 'Sí', 'si', 'بله', 'بلی', ' yes '])(
  'takes %s for yes',
  (word) => {
    expect(readYesNo(word)).toBe(true);
  },
);

it.each(['false', 'FALSE', 'No', 'n', '0', '۰', 'off', 'faux', 'Non', 'falso', 'خیر', 'خير'])(
  'takes %s for no',
  (word) => {
    expect(readYesNo(word)).toBe(false);
  },
);

it.each(['true', '1', 'M', 'Male', 'Mr.', 'Monsieur', 'M.', 'Señor', 'hombre', 'مرد', 'آقا', 'آقاي'])(
  'takes %s for a man',
  (word) => {
    expect(readGender(word)).toBe(true);
  },
);

it.each(['false', '0', 'F', 'Female', 'Mrs', 'Mme', 'FEMININ', 'Señora', 'mujer', 'زن', 'خانم', 'مؤنث', 'مونث'])(
  'takes %s for a woman',
  (word) => {
    expect(readGender(word)).toBe(false);
  },
);

it.each(['', '2', '10', 'maybe', 'x', '-', 'yes no', 'toString', '__proto__'])(
  'does not guess what %j means',
  (word) => {
    expect(readYesNo(word)).toBeUndefined();
    expect(readGender(word)).toBeUndefined();
  },
);

it('does not mix up answers and people', () => {
  expect(readYesNo('male')).toBeUndefined();
  expect(readGender('yes')).toBeUndefined();
});
