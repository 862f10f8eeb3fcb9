/** Words people write for yes and no, and for men and women, in English, French, Spanish and Persian. */

import { nameKey, plainDigits } from './text.js';

const YES = ['true', 'yes', 'y', '1', 'on', 'vrai', 'oui', 'o', 'verdadero', 'sí', 's', 'بله', 'بلی', 'آری', 'درست'];
const NO = ['false', 'no', 'n', '0', 'off', 'faux', 'non', 'falso', 'خیر', 'نه', 'نادرست'];

const MAN = [
  ...['true', '1', 'm', 'male', 'man', 'mr', 'mr.', 'mister'],
  ...['homme', 'h', 'masculin', 'monsieur', 'm.'],
  ...['hombre', 'masculino', 'varón', 'señor', 'sr', 'sr.'],
  ...['مرد', 'آقا', 'آقای', 'مذکر'],
];
const WOMAN = [
  ...['false', '0', 'f', 'female', 'woman', 'mrs', 'mrs.', 'ms', 'ms.', 'miss'],
  ...['femme', 'féminin', 'madame', 'mme', 'mlle', 'mademoiselle'],
  ...['mujer', 'femenino', 'señora', 'sra', 'sra.', 'señorita', 'srta', 'srta.'],
  ...['زن', 'خانم', 'بانو', 'مونث', 'مؤنث'],
];

/** true, false, or undefined for a word that is neither. */
export const readYesNo = reader(YES, NO);

/** true for a man, false for a woman, undefined for a word that is neither. */
export const readGender = reader(MAN, WOMAN);

function reader(yes: readonly string[], no: readonly string[]): (text: string) => boolean | undefined {
  const words = new Map([
    ...yes.map((word) => [nameKey(word), true] as const),
    ...no.map((word) => [nameKey(word), false] as const),
  ]);
  return (text) => words.get(nameKey(plainDigits(text)));
}
