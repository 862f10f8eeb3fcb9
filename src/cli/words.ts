import type { PhoneCheck } from '../contact/phone.js';
import type { Format } from '../input/format.js';

/** Words of `--format`. */
export const FORMATS = ['csv', 'tsv', 'json', 'ndjson'] as const satisfies readonly Format[];

/** Words of `--phone-check`. */
export const PHONE_CHECKS = ['shape', 'possible', 'valid'] as const satisfies readonly PhoneCheck[];

/** Words of `--delimiter`, and the character that each means. */
export const DELIMITER_WORDS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
