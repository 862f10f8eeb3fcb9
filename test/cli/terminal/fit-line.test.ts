import { expect, it } from 'vitest';
import { fitLine } from '../../../src/cli/terminal/fit-line.js';

const name = { forms: ['contacts.csv', 'contacts', ''] };
const size = { forms: ['120 MB', ''] };
const left = { forms: ['51 min left', '51 min'], paint: (text: string) => `<${text}>` };

it.each([
  [80, 'contacts.csv  120 MB  <51 min left>'],
  [33, 'contacts.csv  120 MB  <51 min left>'],
  [32, 'contacts.csv  <51 min left>'],
  [24, 'contacts  <51 min left>'],
  [20, '<51 min left>'],
  [10, '51 min le…'],
])('lets parts give way in their order until they fit into %d columns', (columns, line) => {
  expect(fitLine([name, size, left], [size, name, name], columns, '…')).toBe(line);
});
