import { describe, expect, it } from 'vitest';
import { openInput } from '../../src/input/index.js';
import { read } from './read.js';

const ndjson = (content: Parameters<typeof read>[0]) => read(content, { format: 'ndjson' });

describe('lines', () => {
  it('are rows with the cells of their keys, and the text as it was read', async () => {
    const { columns, rows } = await ndjson('\ufeff{"a": 1}\r\n\n  \n {"b":[true],"a":"x"} \n{"a":null}');
    expect(columns).toEqual(['a', 'b']);
    expect(rows).toEqual([
      { row: 1, line: 1, cells: [1, undefined], record: '{"a": 1}' },
      { row: 2, line: 4, cells: ['x', [true]], record: ' {"b":[true],"a":"x"} ' },
      { row: 3, line: 5, cells: [null, undefined], record: '{"a":null}' },
    ]);
  });

  it('end with LF alone, not with other line ends inside a string', async () => {
    const { rows } = await ndjson('{"a":"\u2028\u2029\u0085"}\n{"a":2}\n');
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, '\u2028\u2029\u0085'],
      [2, 2],
    ]);
  });

  it.each([
    ['[{"a":1}]', 'an array'],
    ['null', 'null'],
    ['12', 'a number'],
    ['"x"', 'a string'],
    ['{"a":1', 'text that is no JSON: {"a":1'],
    ['{"a":1}{"a":2}', 'text that is no JSON: {"a":1}{"a":2}'],
    ['phone,name', 'text that is no JSON: phone,name'],
  ])('that are no object are one row with a problem: %s', async (text, found) => {
    const { rows, error } = await ndjson(`{"a":1}\n${text}\n{"a":2}\n`);
    expect(error).toBeUndefined();
    expect(rows[1]).toEqual({
      row: 2,
      line: 2,
      cells: [undefined],
      record: text,
      problem: { field: '', code: 'not_an_object', message: `expected a JSON object, found ${found}` },
    });
    expect(rows[2]?.cells).toEqual([2]);
  });

  it('show only the beginning of a long text, on one line', async () => {
    const { rows } = await ndjson(`x\ty\0${'\u{1f600}'.repeat(100)}\n`);
    expect(rows[0]?.problem?.message).toBe(
      `expected a JSON object, found text that is no JSON: x y ${'\u{1f600}'.repeat(36)}…`,
    );
  });

  it('over 1 MiB are refused, after the rows before', async () => {
    const { rows, error } = await ndjson([`${'{"a":1}\n'.repeat(1000)}{"a":"`, 'x'.repeat(2 ** 20), '"}\n{"a":2}\n']);
    expect(rows).toHaveLength(1000);
    expect(error).toEqual({
      line: 1001,
      message: 'stdin:1001: expected a record of at most 1 MiB, found a longer one',
    });
  });

  it.each(['', '\n\r\n  \n'])('are missed in the empty text %j', async (content) => {
    expect((await ndjson(content)).error?.message).toBe('stdin is empty: expected one JSON object a line');
  });

  it('come as soon as they end, once the columns are known', async () => {
    let sent = 0;
    async function* slowly() {
      yield Buffer.from('{"a":0}\n'.repeat(1000));
      for (;;) yield Buffer.from(`{"a":${++sent}}\n`);
    }
    const input = await openInput('-', { encoding: 'utf-8', stdin: slowly() });
    const pages = input.pages[Symbol.asyncIterator]();
    expect((await pages.next()).value).toHaveLength(1000);
    expect(sent).toBe(0);
    expect((await pages.next()).value).toMatchObject([{ row: 1001, line: 1001, cells: [1] }]);
    expect(sent).toBe(1);
  });
});

it('takes its columns from the first 1000 lines of standard input, and tells later keys', async () => {
  const { columns, late, rows } = await ndjson(`${'{"a":1}\n'.repeat(1000)}{"b":1}\n{"__proto__":1,"b":2,"a":3}\n`);
  expect(columns).toEqual(['a']);
  expect(late).toEqual(['b', '__proto__']);
  expect(rows.at(-1)?.cells).toEqual([3]);
});
