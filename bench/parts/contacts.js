import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/**
 * The providers as the bench calls them. `number` turns seven digits into a number.
 */
export const PROVIDERS = {
  octopush: {
    name: 'octopush',
    title: 'Octopush',
    number: (digits) => `+3363${digits}`,
    flags: ['--concurrency', '4'],
    settings: (url) => ({
      OCTOPUSH_API_LOGIN: 'key-of-the-stand-in',
      OCTOPUSH_API_KEY: 'key-of-the-stand-in',
      OCTOPUSH_BASE_URL: url,
    }),
  },
  protexting: {
    name: 'protexting',
    title: 'ProTexting',
    number: (digits) => `+1646${digits}`,
    flags: ['--concurrency', '32', '--set', 'GroupIds=1', '--yes'],
    settings: (url) => ({ PROTEXTING_ACCESS_TOKEN: 'key-of-the-stand-in', PROTEXTING_BASE_URL: url }),
  },
  amoot: {
    name: 'amoot',
    title: 'Amoot',
    number: (digits) => `0913${digits}`,
    flags: ['--concurrency', '32'],
    settings: (url) => ({ AMOOT_TOKEN: 'key-of-the-stand-in', AMOOT_BASE_URL: url }),
  },
};

/** Numbers of a row: always seven digits, so that all calls have the same length. US numbers begin with 2 to 9. */
const FIRST = 2_000_000;
export const digitsOf = (i) => String((FIRST + i) % 10_000_000).padStart(7, '0');

/** Each row its own number; names and a text as in any address book. */
export const LONG = {
  header: 'phone,first_name,last_name,param1,city,notes\n',
  row: (i, number) => {
    const digits = digitsOf(i);
    return `${number(digits)},First ${digits},Last ${digits},A,Lyon,"a note, with a comma"\n`;
  },
};

/** Short rows, every tenth of which has the number of an earlier one. */
export const SHORT = {
  header: 'phone,first_name\n',
  row: (i, number) => `${number(digitsOf(i % 10 === 9 ? i - 9 : i))},First\n`,
};

/** Short rows without a number that could be called. */
export const INVALID = { header: 'phone,first_name\n', row: (i) => `none ${digitsOf(i)},First\n` };

/** Rows of a kilobyte. */
export const WIDE = {
  header: 'phone,first_name,notes\n',
  row: (i, number) => `${number(digitsOf(i))},First,${NOTE}\n`,
};
const NOTE = 'a long note '.repeat(81);

const BLOCK = 1000;

/** Writes `rows` contacts of this `kind` for a provider. */
export async function writeContacts(path, rows, kind, { number }) {
  const file = createWriteStream(path, { highWaterMark: 2 ** 20 });
  file.write(kind.header);
  for (let first = 0; first < rows; first += BLOCK) {
    let text = '';
    for (let i = first; i < Math.min(rows, first + BLOCK); i += 1) text += kind.row(i, number);
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return path;
}
