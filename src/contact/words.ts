/** Words people write for yes and no, and for men and women, in English, French, Spanish and Persian. */

import { nameKey } from './text.js';

const YES = [
  ...['true', 't', 'yes', 'y', '1', 'on', 'active', 'enabled'],
  ...['vrai', 'v', 'oui', 'o', 'actif', 'activé'],
  ...['verdadero', 'sí', 's', 'activo', 'activado'],
  ...['بله', 'بلی', 'آری', 'درست', 'صحیح', 'فعال'],
];
const NO = [
  ...['false', 'f', 'no', 'n', '0', 'off', 'inactive', 'disabled'],
  ...['faux', 'non', 'inactif', 'désactivé'],
  ...['falso', 'inactivo', 'desactivado'],
  ...['خیر', 'نخیر', 'نه', 'نادرست', 'غلط', 'غیرفعال'],
];

const MAN = [
  ...['true', 'male', 'man', 'boy', 'masc', 'masc.', 'mr', 'mr.', 'mister'],
  ...['homme', 'h', 'masculin', 'mâle', 'garçon', 'monsieur'],
  ...['hombre', 'masculino', 'varón', 'señor', 'sr', 'sr.'],
  ...['مرد', 'آقا', 'آقای', 'جناب آقای', 'مذکر', 'پسر'],
];
const WOMAN = [
  ...['false', 'f', 'female', 'woman', 'girl', 'fem', 'fem.', 'mrs', 'mrs.', 'ms', 'ms.', 'miss'],
  ...['femme', 'féminin', 'fille', 'madame', 'mme', 'mme.', 'mlle', 'mlle.', 'melle', 'mademoiselle'],
  ...['mujer', 'femenino', 'señora', 'sra', 'sra.', 'señorita', 'srta', 'srta.'],
  ...['زن', 'خانم', 'سرکار خانم', 'بانو', 'دوشیزه', 'مونث', 'مؤنث', 'دختر'],
];
const NOT_SAID = [
  ...['?', 'n/a', 'na', 'none', 'unknown', 'unspecified', 'not specified', 'not known', 'other'],
  ...['undisclosed', 'prefer not to say', 'non-binary', 'diverse', 'neutral'],
  ...[
    'autre',
    'inconnu',
    'inconnue',
    'non précisé',
    'non renseigné',
    'non spécifié',
    'indéterminé',
    'nc',
    'non binaire',
  ],
  ...['otro', 'otra', 'desconocido', 'no especificado', 'no indicado', 'sin especificar', 'no binario'],
  ...['نامشخص', 'نامعلوم', 'سایر', 'دیگر', 'ثبت نشده'],
];

// Columns by whose name an M is known to be a man's. A Spanish M may be masculino or, beside an H, mujer.
const M_IS_A_MAN = [
  ...['GenderType', 'gender', 'sex', 'title', 'salutation', 'sexe', 'genre', 'civilité'],
  ...['جنسیت', 'جنس'],
];
const H_IS_NO_WORD = ['GenderType', 'gender', 'sex', 'title', 'salutation', 'جنسیت', 'جنس'];

const yesOrNo = new Map<string, boolean>([...keyed(YES, true), ...keyed(NO, false)]);
const manOrWoman = new Map<string, boolean | 'not_said'>([
  ...keyed(MAN, true),
  ...keyed(WOMAN, false),
  ...keyed<boolean | 'not_said'>(NOT_SAID, 'not_said'),
]);
const mIsAMan = new Set(M_IS_A_MAN.map(nameKey));
const hIsNoWord = new Set(H_IS_NO_WORD.map(nameKey));

/** true, false, or undefined for a word that is neither. */
export function readYesNo(text: string): boolean | undefined {
  return yesOrNo.get(wordKey(text));
}

/**
 * true for a man, false for a woman, `not_said` for a word that says that it is not known or neither, `ambiguous` for what
 * means the one here and the other there (`M` unless the name of its column settles it, `0` and `1`), undefined for others.
 */
export function readGender(text: string, column = ''): boolean | 'not_said' | 'ambiguous' | undefined {
  switch (wordKey(text)) {
    case '0':
    case '1':
    case '2':
      return 'ambiguous';
    case 'm':
    case 'm.':
      return mIsAMan.has(nameKey(column)) ? true : 'ambiguous';
    case 'h':
      // H and M are hombre and mujer: under an English name a file would have both, and M would be read wrongly.
      return hIsNoWord.has(nameKey(column)) ? 'ambiguous' : true;
    default:
      // A dash has no key.
      return /^[-\u2010-\u2015]+$/.test(text.trim()) ? 'not_said' : manOrWoman.get(wordKey(text));
  }
}

/** A word as it is compared. What a header may have around its name is doubt here: `F?` says neither. */
function wordKey(text: string): string {
  return /[?*#:]|[([]/.test(text) ? text : nameKey(text);
}

function keyed<Meaning>(words: readonly string[], meaning: Meaning): readonly (readonly [string, Meaning])[] {
  return words.map((word) => [wordKey(word), meaning]);
}
