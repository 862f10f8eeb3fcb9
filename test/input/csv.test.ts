import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openInput } from '../../src/input/index.js';
import { brief, read, stream } from './read.js';

const csv = (content: Parameters<typeof read>[0], delimiter?: string) =>
  read(content, { format: 'csv', ...(delimiter && { delimiter }) });

describe('the header', () => {
  it('is the first record, its cells kept verbatim', async () => {
    const { columns } = await csv(' Phone ,"last ""name""",,phone\n');
    expect(columns).toEqual([' Phone ', 'last "name"', '', 'phone']);
  });

  it('may stand behind a byte order mark and blank lines', async () => {
    const { columns, rows } = await csv('\ufeff\n  \r\n\nphone,name\n1,a\n');
    expect(columns).toEqual(['phone', 'name']);
    expect(rows).toEqual([{ row: 1, line: 5, cells: ['1', 'a'], record: ['1', 'a'] }]);
  });

  it('may begin with a quote behind a byte order mark', async () => {
    expect((await csv('\ufeff"phone","name"\n')).columns).toEqual(['phone', 'name']);
  });

  it('may stand alone, with or without a line end, and then there are no rows', async () => {
    expect(await csv('phone,name\n')).toEqual({ columns: ['phone', 'name'], rows: [], late: [] });
    expect(await csv('phone,name')).toEqual({ columns: ['phone', 'name'], rows: [], late: [] });
  });

  it.each(['', '\ufeff', '\n', ' \r\n\t\r\r'])('is missed in the empty file %j', async (content) => {
    const { error } = await csv(content);
    expect(error?.message).toBe('stdin is empty: expected a header line with the names of the columns');
  });

  it('keeps the columns of our own rejects file', async () => {
    const { columns } = await csv('phone,_row,_line,_status,_code,_message\n');
    expect(columns).toEqual(['phone', '_row', '_line', '_status', '_code', '_message']);
  });
});

describe('rows', () => {
  it('are numbered from 1, and blank lines are none', async () => {
    const { rows } = await csv('phone,name\n\n1,a\n  \n2,b\n\n');
    expect(rows.map(({ row, line }) => [row, line])).toEqual([
      [1, 3],
      [2, 5],
    ]);
  });

  it('are lines of delimiters alone, and a quoted empty cell alone', async () => {
    expect(brief(await csv('phone,name\n,\n""\n'))).toEqual([
      [2, '', ''],
      [3, ''],
    ]);
  });

  it('have cells as they were read, white space and quotes included', async () => {
    const { rows } = await csv('a,b\n  1 ," ""x"",\n"\n');
    expect(rows[0]?.cells).toEqual(['  1 ', ' "x",\n']);
  });

  it('may end without a line end', async () => {
    expect(brief(await csv('a,b\n1,"2"'))).toEqual([[2, '1', '2']]);
    expect(brief(await csv('a,b\n1,'))).toEqual([[2, '1', '']]);
  });

  it('may miss cells at the end', async () => {
    const { rows } = await csv('a,b,c\n1\n1,2,3\n');
    expect(rows).toEqual([
      { row: 1, line: 2, cells: ['1'], record: ['1'] },
      { row: 2, line: 3, cells: ['1', '2', '3'], record: ['1', '2', '3'] },
    ]);
  });

  it('lose surplus cells that are blank, while the record keeps them', async () => {
    const { rows } = await csv('a,b\n1,2,, \n');
    expect(rows).toEqual([{ row: 1, line: 2, cells: ['1', '2'], record: ['1', '2', '', ' '] }]);
  });

  it('have a problem when there is something in a surplus cell', async () => {
    const { rows } = await csv('phone,name\n+33612345678,Dupont, Zoé\n');
    expect(rows).toEqual([
      {
        row: 1,
        line: 2,
        cells: ['+33612345678', 'Dupont'],
        record: ['+33612345678', 'Dupont', ' Zoé'],
        problem: {
          field: '',
          code: 'columns_shifted',
          message: '3 cells where the header has 2; a cell with the delimiter in it needs quotes around it',
        },
      },
    ]);
  });

  it.each([
    [',', 'csv'],
    [';', 'csv'],
    ['|', 'csv'],
    ['\t', 'tsv'],
  ] as const)('are cut at %j', async (delimiter, format) => {
    const content = `a${delimiter}b\n1${delimiter}"2${delimiter}"\n`;
    const options = delimiter === '\t' ? { format } : { format, delimiter };
    expect(brief(await read(content, options))).toEqual([[2, '1', `2${delimiter}`]]);
  });

  it('come in pages of at most 1000', async () => {
    const content = `a\n${'1\n'.repeat(2500)}`;
    const input = await openInput('-', { format: 'csv', stdin: stream([content]) });
    const sizes: number[] = [];
    for await (const page of input.pages) sizes.push(page.length);
    expect(sizes).toEqual([1000, 1000, 500]);
  });

  it.each(['\n', '\r', '\r\n'])('come as soon as their line end %j is there', async (end) => {
    const received: string[] = [];
    async function* slowly() {
      for (const line of ['phone,name', '1,a', '2,b']) {
        received.push(line);
        yield Buffer.from(line + end);
      }
    }
    const input = await openInput('-', { format: 'csv', encoding: 'utf-8', stdin: slowly() });
    expect(received).toEqual(['phone,name']);
    const pages = input.pages[Symbol.asyncIterator]();
    expect((await pages.next()).value).toMatchObject([{ row: 1, line: 2, cells: ['1', 'a'] }]);
    expect(received).toEqual(['phone,name', '1,a']);
    expect((await pages.next()).value).toMatchObject([{ row: 2, line: 3, cells: ['2', 'b'] }]);
  });
});

describe('lines', () => {
  it('are counted as an editor does, whatever ends them', async () => {
    const content = 'a,b\r\n1,x\r2,y\n\n\r3,z\r\n\r\n4,w\n';
    expect(brief(await csv(content))).toEqual([
      [2, '1', 'x'],
      [3, '2', 'y'],
      [6, '3', 'z'],
      [8, '4', 'w'],
    ]);
  });

  it('are those on which records start, also after line ends inside cells', async () => {
    const content = '"a\nx",b\n1,"p\r\nq\rr\ns"\n2,y\n"\n",z\n3,\n';
    expect(brief(await csv(content))).toEqual([
      [3, '1', 'p\r\nq\rr\ns'],
      [7, '2', 'y'],
      [8, '\n', 'z'],
      [10, '3', ''],
    ]);
  });
});

describe('text that is no CSV', () => {
  const good = 'phone,name\n1,"a\nb"\n';

  it('is refused for a quote inside a cell that does not begin with one, after the rows before it', async () => {
    const { rows, error } = await csv(`${good}2,O"Brien\n3,c\n`);
    expect(rows).toHaveLength(1);
    expect(error).toEqual({
      line: 4,
      message:
        'stdin:4: cell 2 begins without a quote: expected none inside, found one after O; a cell with quotes in it is written as "say ""hi"""',
    });
  });

  it('is refused for text after a closing quote', async () => {
    const { rows, error } = await csv(`${good}2,"c" d\n3,"e"\n`);
    expect(rows).toHaveLength(1);
    expect(error).toEqual({
      line: 4,
      message:
        'stdin:4: cell 2: expected the delimiter or the end of the line after its closing quote, found more text; a cell with quotes in it is written as "say ""hi"""',
    });
  });

  it('is refused for a quote that is not closed, with the line where it opened', async () => {
    const { rows, error } = await csv(`${good}2,c\n"x\n""y",3,"d\n4,""e\n`);
    expect(rows).toHaveLength(2);
    expect(error).toEqual({
      line: 6,
      message:
        'stdin:6: cell 3 begins with a quote: expected a closing quote before the end of the file, found none; close or remove the quote',
    });
  });

  it('is refused in the header, too', async () => {
    expect((await csv('phone,"name\n1,a\n')).error?.line).toBe(1);
    expect((await csv('phone,"na"me\n1,a\n')).error?.line).toBe(1);
  });

  it('is refused for a record over 1 MiB, after the rows before it', async () => {
    const { rows, error } = await csv(['a,b\n1,x\n2,', 'y'.repeat(2 ** 20), '\n3,z\n']);
    expect(rows).toHaveLength(1);
    expect(error).toEqual({ line: 3, message: 'stdin:3: expected a record of at most 1 MiB, found a longer one' });
  });

  it('takes a record of exactly 1 MiB', async () => {
    const cell = 'y'.repeat(2 ** 20 - 2);
    expect(brief(await csv(`a,b\n2,${cell}\n`))).toEqual([[2, '2', cell]]);
  });

  it('is refused for one byte more, wherever that is cut', async () => {
    const long = Buffer.from(`a,b\n2,${'y'.repeat(2 ** 20 - 1)}\n3,z\n`);
    const message = 'stdin:2: expected a record of at most 1 MiB, found a longer one';
    for (const at of [4, 2 ** 20, long.length - 5, long.length - 4, long.length]) {
      const { error } = await csv([long.subarray(0, at), long.subarray(at)]);
      expect(error).toEqual({ line: 2, message });
    }
  });

  it('is refused for a quoted cell over 1 MiB, whether it is closed or not', async () => {
    const message =
      'stdin:2: cell 2 begins with a quote: expected a closing quote within 1 MiB, found none; close or remove the quote';
    for (const end of ['"\n3,z\n', '\n3,z\n', '']) {
      const { error } = await csv(`a,b\n2,"${'y'.repeat(2 ** 20)}${end}`);
      expect(error).toEqual({ line: 2, message });
    }
  });

  it('is refused for an unclosed quote without reading more than 1 MiB after it', async () => {
    let read = 0;
    async function* endless() {
      yield Buffer.from('a,b\n1,x\n2,"y');
      for (;;) {
        read += 65_536;
        yield Buffer.alloc(65_536, 'z\n');
      }
    }
    const input = await openInput('-', { format: 'csv', stdin: endless() });
    const pages = input.pages[Symbol.asyncIterator]();
    expect((await pages.next()).value).toHaveLength(1);
    await expect(pages.next()).rejects.toThrow(
      'stdin:3: cell 2 begins with a quote: expected a closing quote within 1 MiB, found none',
    );
    expect(read).toBeLessThan(2 ** 20 + 2 * 65_536);
  });

  it('is refused for more than 10 000 columns, in the header or a row', async () => {
    const message = 'expected at most 10000 columns, found 10001; is the delimiter right?';
    expect((await csv(','.repeat(10_000))).error).toEqual({ line: 1, message: `stdin:1: ${message}` });
    const { rows, error } = await csv(`a,b\n1,x\n${','.repeat(10_000)}\n2,y\n`);
    expect(rows).toHaveLength(1);
    expect(error).toEqual({ line: 3, message: `stdin:3: ${message}` });
    expect((await csv(','.repeat(9999))).columns).toHaveLength(10_000);
  });
});

it('reads back the cells of any table that is written as RFC 4180 says', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '\r\n', ' ', 'é', '\u{1f600}', 'x') }),
  );
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
  const quoted = (text: string) => (/["\r\n,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom('\n', '\r\n', '\r'), async (records, end) => {
      const content = records.map((cells) => cells.map(quoted).join(',') + end).join('');
      const { columns, rows } = await csv(`\ufeff${content}`, ',');
      expect([columns, ...rows.map(({ cells }) => cells)]).toEqual(records);
    }),
    { seed: 20_251, numRuns: 300 },
  );
});
