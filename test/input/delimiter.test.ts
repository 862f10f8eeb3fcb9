import { describe, expect, it } from 'vitest';
import { type InputOptions, openInput } from '../../src/input/index.js';
import { brief, everyCut, read, stream } from './read.js';

async function found(content: string, options: InputOptions = {}) {
  const input = await openInput('-', { format: 'csv', ...options, stdin: stream([content]) });
  return input.delimiter;
}

describe('the delimiter', () => {
  it.each([
    ['a,b\n', ','],
    ['a;b\n', ';'],
    ['a\tb\n', '\t'],
    ['a|b\n', '|'],
    ['a\n', ','],
    ['a\n1;2\n3;4\n', ','],
    ['"a;b"\n"c,d"\n', ','],
    ['"a,b,c";d\n', ';'],
    ['"a\n;;;",b\n', ','],
    ['a;b,c\n1;2\n', ';'],
    ['a;b,c\n1,2\n', ','],
    ['a;b, c, d\n1;2, 3, 4\n', ';'],
    ['a;b,c\n1;"2,3"\n', ';'],
    ['a;b,c\n1;2,3\n4;5\n', ';'],
    ['a,b;c,d\n1,2;3,4\n', ','],
  ])('of %j is %j', async (content, delimiter) => {
    expect(await found(content)).toBe(delimiter);
    for (const chunks of everyCut(Buffer.from(content))) {
      const input = await openInput('-', { format: 'csv', stdin: stream(chunks) });
      expect(input.delimiter).toBe(delimiter);
    }
  });

  it('is what the user says, whatever there is', async () => {
    expect(await found('a;b;c\n', { delimiter: ',' })).toBe(',');
    expect(await found('sep=;\na;b,c\n', { delimiter: ',' })).toBe(',');
    expect(await found('a,b,c\n', { format: 'tsv' })).toBe('\t');
  });

  it('is told by the header alone where that has only one, so that a slow pipe is not waited for', async () => {
    let asked = 0;
    async function* slowly() {
      for (const line of ['a;b\n', '1;2\n']) {
        asked++;
        yield Buffer.from(line);
      }
    }
    expect((await openInput('-', { format: 'csv', encoding: 'utf-8', stdin: slowly() })).delimiter).toBe(';');
    expect(asked).toBe(1);
  });

  it('is sought in no more than 64 KiB of a line that does not end', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 65_536;
        yield Buffer.alloc(65_536, 'a,b;');
      }
    }
    await expect(openInput('-', { format: 'csv', stdin: endless() })).rejects.toThrow('stdin:1: ');
    expect(given).toBeLessThan(3 * 2 ** 20);
  });
});

describe('a sep= line', () => {
  it.each(['sep=;\n', 'SEP=;\r\n', '"sep=;"\n', '\ufeffsep=;\n'])(
    '%j is obeyed and no record; lines stay those of the file',
    async (line) => {
      const whole = await read(`${line}a;b,c,d\n1;2\n`, { format: 'csv' });
      expect(whole.columns).toEqual(['a', 'b,c,d']);
      expect(brief(whole)).toEqual([[3, '1', '2']]);
      for (const chunks of everyCut(Buffer.from(`${line}a;b,c,d\n1;2\n`))) {
        expect(await read(chunks, { format: 'csv' })).toEqual(whole);
      }
    },
  );

  it.each(['sep=\\t\n', 'sep=\t\n'])('%j means a tab', async (line) => {
    expect((await read(`${line}a\tb\n`, { format: 'csv' })).columns).toEqual(['a', 'b']);
  });

  it('may be all there is, which is nothing', async () => {
    expect((await read('sep=;', { format: 'csv' })).error?.message).toMatch(/^stdin is empty/);
  });

  it('is a header when it says more', async () => {
    expect((await read('sep=,b\n1,2\n', { format: 'csv' })).columns).toEqual(['sep=', 'b']);
  });
});

describe('the quoting of the header', () => {
  it.each([
    ['"a","b"\n', 'all'],
    ['\n \n"a ""x""","b\r\nc",""\r\n1,2\n', 'all'],
    ['"a"', 'all'],
    ['"a",b\n', 'minimal'],
    ['a,b\n"1","2"\n', 'minimal'],
    ['"a",\n', 'minimal'],
  ])('%j is %s', async (content, quoting) => {
    const input = await openInput('-', { format: 'csv', stdin: stream([content]) });
    expect(input.quoting).toBe(quoting);
  });
});

describe('marks at the ends of the text', () => {
  it.each(['csv', 'ndjson', 'json'] as const)('are no part of it: %s', async (format) => {
    const text = { csv: 'a\n1', ndjson: '{"a":1}', json: '[{"a":1}]' }[format];
    const plain = await read(text, { format });
    const marked = Buffer.from(`\ufeff\ufeff\ufeff${text}\x1a\x1a`);
    for (const chunks of everyCut(marked)) expect(await read(chunks, { format })).toEqual(plain);
  });

  it('are text where they stand inside', async () => {
    const content = Buffer.from('a\n\x1a\x1ax\n\ufeff\x1a\n\x1a');
    for (const chunks of everyCut(content)) {
      expect(brief(await read(chunks, { format: 'csv' }))).toEqual([
        [2, '\x1a\x1ax'],
        [3, '\ufeff\x1a'],
      ]);
    }
  });
});
