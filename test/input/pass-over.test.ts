import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Input, openInput } from '../../src/input/index.js';
import type { Row } from '../../src/model.js';
import { stream } from './read.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-push-pass-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string, name = 'c.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function rowsOf(input: Input): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of input.pages) rows.push(...page);
  await input.close();
  return rows;
}

async function readThrough(path: string): Promise<Input> {
  const input = await openInput(path);
  await input.readThrough();
  return input;
}

const lines = fc.array(fc.constantFrom('1,a', '2,"b\r\nc"', '3,"d ""e"""', '', ' ', '4,f,g', 'é,\u00a0', '="5",h'), {
  minLength: 1,
  maxLength: 40,
});

it('rows after those that are passed over are what they are when all are read', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.constantFrom('\n', '\r\n', '\r'), fc.nat(), async (parts, end, some) => {
      const path = await file(['h,i', ...parts].join(end));
      const all = await rowsOf(await readThrough(path));
      const passed = all.length === 0 ? 0 : 1 + (some % all.length);
      const input = await readThrough(path);
      const line = all[passed - 1]?.line ?? 1;
      expect(await input.passOver(passed, line)).toBe(true);
      expect(await rowsOf(input)).toEqual(all.slice(passed));
    }),
    { seed: 20_263, numRuns: 400 },
  );
});

describe('a file of many blocks', () => {
  const text = `h,i\n${Array.from({ length: 100_000 }, (_, i) => (i % 30_000 === 7 ? `${i},"x\ny"\n` : `${i},x\n`)).join('')}`;

  it.each([1, 8, 9, 30_000, 77_777, 100_000])('goes on after row %i', async (row) => {
    const path = await file(text);
    const all = await rowsOf(await readThrough(path));
    const input = await readThrough(path);
    expect(await input.passOver(row, all[row - 1]?.line ?? 0)).toBe(true);
    const rest = await rowsOf(input);
    expect(rest.length).toBe(100_000 - row);
    expect(rest[0]).toEqual(all[row]);
    expect(rest.at(-1)).toEqual(all.slice(row).at(-1));
  });

  it('says that it changed while it was passed over, and gives all rows that it then has', async () => {
    const path = await file(text);
    const input = await readThrough(path);
    await writeFile(path, text.replace('\n5,x', '\n5,y'));
    expect(await input.passOver(90_000, 90_004)).toBe(false);
    expect(input.changed.aborted).toBe(true);
    expect(await rowsOf(input)).toHaveLength(100_000);
  });
});

describe('nothing is passed over', () => {
  it.each([
    ['where the row stands on another line', 2, 4],
    ['where there are not as many rows', 4, 5],
  ])('%s', async (_, rows, line) => {
    const input = await readThrough(await file('h\n1\n2\n3\n'));
    expect(await input.passOver(rows, line)).toBe(false);
    expect(await rowsOf(input)).toHaveLength(3);
  });

  it('of a file that was not read through', async () => {
    const input = await openInput(await file('h\n1\n2\n'));
    expect(await input.passOver(1, 2)).toBe(false);
    expect(await rowsOf(input)).toHaveLength(2);
  });

  it('of JSON, nor of standard input', async () => {
    const json = await readThrough(await file('[{"a":1},\n{"a":2}]', 'c.json'));
    expect(await json.passOver(1, 1)).toBe(false);
    expect(await rowsOf(json)).toHaveLength(2);
    const stdin = await openInput('-', { stdin: stream(['h\n1\n2\n']) });
    expect(await stdin.passOver(1, 2)).toBe(false);
    expect(await rowsOf(stdin)).toHaveLength(2);
  });
});

describe('a file of which something is known', () => {
  it('has as many rows as are known, and gives them', async () => {
    const path = await file('h\n1\n2\n');
    const content = (await readThrough(path)).content() ?? '';
    const input = await openInput(path);
    await input.readThrough({ content, rows: 2 });
    expect([input.rowsTotal(), input.content()]).toEqual([2, content]);
    expect(await rowsOf(input)).toHaveLength(2);
    expect(input.changed.aborted).toBe(false);
  });

  it('is counted where it holds something else', async () => {
    const path = await file('h\n1\n2\n');
    const content = (await readThrough(path)).content() ?? '';
    await writeFile(path, 'h\n1\n2\n3\n');
    const input = await openInput(path);
    await input.readThrough({ content, rows: 2 });
    expect(input.rowsTotal()).toBe(3);
    expect(input.content()).not.toBe(content);
    expect(await rowsOf(input)).toHaveLength(3);
  });

  it('says that it changed after that was found to be so', async () => {
    const path = await file('h\n1\n2\n');
    const content = (await readThrough(path)).content() ?? '';
    const input = await openInput(path);
    await input.readThrough({ content, rows: 2 });
    await writeFile(path, 'h\n1\n3\n');
    await rowsOf(input);
    expect(input.changed.aborted).toBe(true);
  });
});
