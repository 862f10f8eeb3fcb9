import { expect, it } from 'vitest';
import { labelled } from '../../../src/cli/terminal/labelled.js';

it('puts a text beside its label where there is room, else below', () => {
  expect(labelled('pace', '2 calls a second, 2 at once', { columns: 32, width: 6 })).toEqual([
    '  pace    2 calls a second, 2 at',
    '          once',
  ]);
  expect(labelled('pace', '2 calls a second, 2 at once', { columns: 24, width: 6 })).toEqual([
    '  pace',
    '    2 calls a second, 2',
    '    at once',
  ]);
});
