import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Format, openInput } from '../../src/input/index.js';
import { read, stream } from './read.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-push-input-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function formatOf(name: string, content: string, format?: Format) {
  const path = join(folder, name);
  await writeFile(path, content);
  const input = await openInput(path, format ? { format } : {});
  await input.close();
  return [input.format, input.delimiter, ...input.columns];
}

describe('the format of a file', () => {
  it.each([
    ['a.csv', 'x,y\n', 'csv'],
    ['a.tsv', 'x\ty\n', 'tsv'],
    ['A.TAB', 'x\ty\n', 'tsv'],
    ['a.json', '[{"x":1,"y":2}]', 'json'],
    ['a.ndjson', '{"x":1,"y":2}\n', 'ndjson'],
    ['a.jsonl', '{"x":1,"y":2}', 'ndjson'],
  ])('is told by the extension of %s', async (name, content, format) => {
    const delimiter = { csv: ',', tsv: '\t' }[format] ?? '';
    expect(await formatOf(name, content)).toEqual([format, delimiter, 'x', 'y']);
  });

  it.each([
    ['a.ndjson', '\ufeff \n [{"x":1}]', 'json'],
    ['a.json', '\n{"x":1}\n{"x":2}\n', 'ndjson'],
    ['a.txt', '[{"x":1}]', 'json'],
    ['a', '{"x":1}\r\n', 'ndjson'],
    ['a.txt', 'x\n', 'csv'],
    ['json', 'x', 'csv'],
  ])('is told by what is in %s when it begins so: %j', async (name, content, format) => {
    expect((await formatOf(name, content))[0]).toBe(format);
  });

  it.each([
    ['a.csv', '[x],y\n', ['csv', ',', '[x]', 'y']],
    ['a.tsv', '{x}\ty\n', ['tsv', '\t', '{x}', 'y']],
  ])('is believed for %s, even when it looks like JSON', async (name, content, expected) => {
    expect(await formatOf(name, content)).toEqual(expected);
  });

  it('is what was asked for, before all else', async () => {
    expect(await formatOf('a.json', '{x},y\n', 'csv')).toEqual(['csv', ',', '{x}', 'y']);
    expect(await formatOf('a.csv', '{"x":1}\n', 'ndjson')).toEqual(['ndjson', '', 'x']);
  });

  it('leaves what is in .json and .ndjson to their readers when it is neither', async () => {
    await expect(formatOf('a.json', 'x,y\n')).rejects.toThrow(
      'a.json:1: expected a JSON array of objects, which begins with [, found x',
    );
    await expect(formatOf('b.json', '')).rejects.toThrow('b.json is empty: expected a JSON array of objects');
    expect(await formatOf('a.ndjson', 'x,y\n{"x":1}\n')).toEqual(['ndjson', '', 'x']);
    expect(await formatOf('b.ndjson', '{"x":\n{"x":1}\n')).toEqual(['ndjson', '', 'x']);
  });

  it('is none for one object over several lines', async () => {
    await expect(formatOf('a.json', '{\n  "contacts": [\n')).rejects.toThrow(
      'a.json: expected one JSON array of objects, or one JSON object a line, found a line that begins with { and is no whole object',
    );
  });
});

describe('the format of standard input', () => {
  it.each([
    ['[{"x":1}]', 'json'],
    [' {"x":1}\n', 'ndjson'],
    ['x,y\n', 'csv'],
    ['"[",y\n', 'csv'],
  ])('is told by what it begins with: %j', async (content, format) => {
    const bytes = [...Buffer.from(content)].map((byte) => Buffer.of(byte));
    const input = await openInput('-', { stdin: stream(bytes) });
    expect(input.format).toBe(format);
  });

  it('loses no byte that was read to find it', async () => {
    expect((await read('x,y\n1,2\n')).rows).toHaveLength(1);
    expect((await read(['  \n', '{"x":1}', '\n{"x":', '2}'])).rows.map(({ line }) => line)).toEqual([2, 3]);
  });
});
