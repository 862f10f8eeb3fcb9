/**
 * A row of the file, and what is known of it beforehand.
 * @typedef {object} Row
 * @property {number} row from 1
 * @property {'good' | 'duplicate' | 'invalid' | 'refused'} kind `refused`: the service takes the call and refuses this number
 * @property {string} phone as written
 * @property {string} digits international digits; empty when invalid
 */

/**
 * How numbers of a provider look. From ranges reserved for fiction, or beside those that the vendors print.
 * @type {Readonly<Record<string, { number: (i: number) => string, digits: (phone: string) => string, refused: readonly string[] }>>}
 */
const LOOKS = {
  octopush: {
    number: (i) => `+3363998${1000 + i}`,
    digits: (phone) => phone.slice(1),
    refused: ['+33639980093'],
  },
  protexting: {
    number: (i) => `+1646555${2000 + i}`,
    digits: (phone) => phone.replace('+', ''),
    refused: ['16465550191', '16465550192', '16465550193'].map((number) => `+${number}`),
  },
  amoot: {
    number: (i) => `0912000${1000 + i}`,
    digits: (phone) => phone.replace(/^0/, '98'),
    refused: ['09120000091'],
  },
};

const INVALID = ['none', '', '4.41E+11', '12', '+33639981000 / +33639981001'];

/**
 * Rows for a file: good ones, and where a share says so others.
 * @param {string} provider
 * @param {readonly Row['kind'][]} kinds one a row
 * @returns {Row[]}
 */
export function rowsOf(provider, kinds) {
  const { number, digits, refused } = LOOKS[provider];
  const refusals = [...refused];
  const used = [];
  return kinds.map((wanted, index) => {
    const repeated = used[index % Math.max(1, used.length)];
    const refusal = refusals[0];
    // A number comes a second time, or is refused, only where there is one to take.
    const kind = (wanted === 'duplicate' && !repeated) || (wanted === 'refused' && !refusal) ? 'good' : wanted;
    if (kind === 'refused') refusals.shift();
    const phone = {
      good: number(index),
      duplicate: repeated,
      refused: refusal,
      invalid: INVALID[index % INVALID.length],
    }[kind];
    if (kind === 'good') used.push(phone);
    return { row: index + 1, kind, phone, digits: kind === 'invalid' ? '' : digits(phone) };
  });
}

/**
 * @param {readonly Row[]} rows
 * @returns {string} a CSV
 */
export function csvOf(rows) {
  const lines = rows.map(({ row, phone }) => `${phone},First ${row},Last ${row}`);
  return `${['phone,first_name,last_name', ...lines].join('\n')}\n`;
}
