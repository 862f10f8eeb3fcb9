import { describe, expect, it } from 'vitest';
import { brief, everyCut, read } from './read.js';

const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const ADVICE = 'save the file as UTF-8, or name its encoding with --encoding';

describe('text that is not UTF-8', () => {
  it('but mostly is, is refused with line and byte offset, after the rows before that line', async () => {
    const content = bytes('phone,name\r\n1,Zoé\r2,Ren', [0xe9], '\n3,c\n');
    for (const chunks of everyCut(content)) {
      const { rows, error } = await read(chunks, { format: 'csv' });
      expect(rows).toEqual([{ row: 1, line: 2, cells: ['1', 'Zoé'], record: ['1', 'Zoé'] }]);
      expect(error).toEqual({
        line: 3,
        message: `stdin:3: expected UTF-8 text, found the byte 0xE9 at byte offset 24; ${ADVICE}`,
      });
    }
  });

  it.each([
    ['a byte that begins no character', [0x80], 0x80],
    ['an overlong form', [0xc0, 0xaf], 0xc0],
    ['a surrogate', [0xed, 0xa0, 0x80], 0xed],
    ['a character beyond Unicode', [0xf4, 0x90, 0x80, 0x80], 0xf4],
    ['a byte that is never used', [0xff], 0xff],
    ['a character that is cut off', [0xf0, 0x9f, 0x98], 0xf0],
  ])('is refused where it is named so: %s', async (_, wrong, first) => {
    const hex = first.toString(16).toUpperCase();
    for (const content of [bytes('a\n1\n', wrong, '\n'), bytes('a\n1\n', wrong)]) {
      for (const chunks of everyCut(content)) {
        const { rows, error } = await read(chunks, { format: 'csv', encoding: 'utf-8' });
        expect(rows).toHaveLength(1);
        expect(error?.message).toContain(`stdin:3: expected UTF-8 text, found the byte 0x${hex} at byte offset 4;`);
      }
    }
  });

  it('counts the byte order mark as bytes of the file', async () => {
    const { error } = await read(bytes('\ufeffa\n', [0xe9], '\n'), { format: 'csv' });
    expect(error?.message).toContain('stdin:2: expected UTF-8 text, found the byte 0xE9 at byte offset 5;');
  });
});

it('keeps every character, wherever its bytes are cut', async () => {
  const content = bytes('é,€\n\u{1f600},\u200d\ufeff\n\ufffd,سلام\n');
  for (const chunks of everyCut(content)) {
    const reading = await read(chunks, { format: 'csv' });
    expect(reading.columns).toEqual(['é', '€']);
    expect(brief(reading)).toEqual([
      [2, '\u{1f600}', '\u200d\ufeff'],
      [3, '\ufffd', 'سلام'],
    ]);
  }
});
