import { describe, expect, it } from 'vitest';
import { openInput } from '../../src/input/index.js';
import { NumberText } from '../../src/model.js';
import { brief, read, stream } from './read.js';

const json = (content: Parameters<typeof read>[0]) => read(content, { format: 'json' });

describe('elements', () => {
  it('are rows with the cells of their keys, and the text as it was read', async () => {
    const { columns, rows } = await json('[{"phone": "1", "tags":[1,{"a":"]}"}]},\n  {"name":null,"phone":2.50}]\n');
    expect(columns).toEqual(['phone', 'tags', 'name']);
    expect(rows).toEqual([
      {
        row: 1,
        line: 1,
        cells: ['1', [1, { a: ']}' }], undefined],
        record: '{"phone": "1", "tags":[1,{"a":"]}"}]}',
      },
      { row: 2, line: 2, cells: [new NumberText('2.50'), undefined, null], record: '{"name":null,"phone":2.50}' },
    ]);
  });

  it('have the line on which they start, whatever ends lines', async () => {
    const { rows } = await json('\ufeff\n[\r\n{"a":1},\r{\n"a":2\r\n}\n\n,{"a":3}]');
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [3, 1],
      [4, 2],
      [8, 3],
    ]);
  });

  it('have only the keys that are their own', async () => {
    const { columns, rows } = await json('[{"__proto__":{"x":1},"toString":"t"},{"constructor":1}]');
    expect(columns).toEqual(['__proto__', 'toString', 'constructor']);
    expect(rows.map(({ cells }) => cells)).toEqual([
      [{ x: 1 }, 't', undefined],
      [undefined, undefined, 1],
    ]);
  });

  it('that are no objects are rows with a problem', async () => {
    const { columns, rows } = await json('[1, "a,]" ,null,[{"b":1}], true,-1e3]');
    expect(columns).toEqual([]);
    expect(rows.map(({ record, problem }) => [record, problem?.message])).toEqual([
      ['1', 'expected a JSON object, found a number'],
      ['"a,]"', 'expected a JSON object, found a string'],
      ['null', 'expected a JSON object, found null'],
      ['[{"b":1}]', 'expected a JSON object, found an array'],
      ['true', 'expected a JSON object, found a boolean'],
      ['-1e3', 'expected a JSON object, found a number'],
    ]);
    expect(rows[0]?.problem).toMatchObject({ field: '', code: 'not_an_object' });
  });

  it('may be none', async () => {
    expect(await json(' [ ] \n')).toEqual({ columns: [], rows: [], late: [] });
  });

  it('may be nested as deep as 1 MiB allows', async () => {
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    const { rows, error } = await json(`[{"a":${deep}}]`);
    expect(error).toBeUndefined();
    expect(rows).toHaveLength(1);
  });

  it('come as soon as their last byte is there, once the columns are known', async () => {
    let sent = 0;
    async function* slowly() {
      yield Buffer.from(`[${'{"a":0},'.repeat(1000)}`);
      for (;;) {
        sent++;
        yield Buffer.from(`{"a":${sent}}`);
        yield Buffer.from(',');
      }
    }
    const input = await openInput('-', { encoding: 'utf-8', stdin: slowly() });
    const pages = input.pages[Symbol.asyncIterator]();
    expect((await pages.next()).value).toHaveLength(1000);
    expect(sent).toBe(0);
    expect((await pages.next()).value).toMatchObject([{ row: 1001, cells: [1] }]);
    expect(sent).toBe(1);
  });
});

describe('columns', () => {
  it('are the keys of the first 1000 elements of standard input, and later keys are told', async () => {
    const content = `[${'{"a":1},'.repeat(999)}{"b":1},{"c":1,"a":2}]`;
    const { columns, rows, late } = await json(content);
    expect(columns).toEqual(['a', 'b']);
    expect(late).toEqual(['c']);
    expect(rows.at(-1)?.cells).toEqual([2, undefined]);
  });

  it('are at most 10 000', async () => {
    const keys = (from: number, to: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: to - from }, (_, i) => [`k${from + i}`, 1])));
    const message = 'expected at most 10000 different keys, found more';
    expect((await json(`[${keys(0, 10_000)}]`)).columns).toHaveLength(10_000);
    expect((await json(`[${keys(0, 10_001)}]`)).error?.message).toBe(`stdin:1: ${message}`);
    expect((await json(`[${keys(0, 6000)},\n${keys(6000, 12_000)}]`)).error).toEqual({
      line: 2,
      message: `stdin:2: ${message}`,
    });
  });
});

describe('text that is no JSON array', () => {
  it.each([
    ['{"a":1}', 1, 'expected a JSON array of objects, which begins with [, found {'],
    ['\n"a"', 2, 'expected a JSON array of objects, which begins with [, found "'],
    ['[\n{"a":1},\n]', 3, 'expected an object after the comma, found ]'],
    ['[,{"a":1}]', 1, 'expected an object or ], found ,'],
    ['[{"a":1}\n{"a":2}]', 2, 'expected a comma or ], found {'],
    ['[{"a":1}]\n\n[', 3, 'expected nothing after the ] of the array, found ['],
    ['[\n\n{"a":\ntru}]', 3, 'expected valid JSON, found {"a": tru}'],
    ['[{"a":1},é]', 1, 'expected valid JSON, found é'],
    ['[{"a":1]]', 1, 'expected valid JSON, found {"a":1]'],
    ['[{"a":1}\n', 2, 'expected a comma or ], found the end of the file; it may have been cut off'],
    ['[{"a":1},\n', 2, 'expected an object after the comma, found the end of the file; it may have been cut off'],
    [
      '[\n{"a":\n"1',
      2,
      'expected the rest of the element that begins here, found the end of the file; it may have been cut off',
    ],
  ])('is refused: %j', async (content, line, message) => {
    expect((await json(content)).error).toEqual({ line, message: `stdin:${line}: ${message}` });
  });

  it.each(['', ' \n', '\ufeff'])('is refused when it is empty: %j', async (content) => {
    expect((await json(content)).error?.message).toBe(
      'stdin is empty: expected a JSON array of objects, which begins with [',
    );
  });

  it('is refused for an element over 1 MiB, whether it ends or not', async () => {
    const error = { line: 2, message: 'stdin:2: expected a record of at most 1 MiB, found a longer one' };
    const long = 'x'.repeat(2 ** 20);
    expect((await json(`[{"a":1},\n{"a":"${long}"}]`)).error).toEqual(error);
    expect((await json(`[{"a":1},\n{"a":"${long}`)).error).toEqual(error);
    expect((await json(`[${' '.repeat(2 ** 21)}{"a":1}]`)).rows).toHaveLength(1);
  });

  it('is refused after the rows before the break, where those were more than were read ahead', async () => {
    const { rows, error } = await json(`[${'{"a":1},'.repeat(1500)}\n}]`);
    expect(rows).toHaveLength(1500);
    expect(error?.line).toBe(2);
  });
});

it('skips no line of a list that is cut into bytes', async () => {
  const bytes = [...Buffer.from('[{"é":"\\"]"}\r\n,{"b":"\u{1f600}"}]')].map((byte) => Buffer.of(byte));
  expect(brief(await json(bytes))).toEqual([
    [1, '"]', undefined],
    [2, undefined, '\u{1f600}'],
  ]);
  await expect(openInput('-', { format: 'json', stdin: stream([]) })).rejects.toThrow('stdin is empty');
});
