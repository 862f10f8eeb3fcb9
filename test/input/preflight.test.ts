import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Input, openInput } from '../../src/input/index.js';
import { stream } from './read.js';

const ROWS = 60_000;
const LINES = Array.from({ length: ROWS }, (_, i) => `${100_000_000 + i},aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n`);
const HEADER = 'phone,name\n';
const TEXT = HEADER + LINES.join('');
const LINE_BYTES = 40;
const MEBIBYTE = 2 ** 20;

async function file(content: string, name = 'c.csv'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'contact-push-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Rows that came before the input said that it changed, and all rows. */
async function drain(input: Input): Promise<{ sure: number; rows: number }> {
  let [sure, rows] = [0, 0];
  for await (const page of input.pages) {
    rows += page.length;
    if (!input.changed.aborted) sure = rows;
  }
  await input.close();
  return { sure, rows };
}

async function changedBy(change: (path: string) => Promise<void>) {
  const path = await file(TEXT);
  const input = await openInput(path);
  await input.readThrough();
  expect(input.rowsTotal()).toBe(ROWS);
  await change(path);
  const drained = await drain(input);
  return { ...drained, changed: input.changed.aborted };
}

describe('a file that was read through', () => {
  it('gives the same rows as one that was not', async () => {
    const rows = async (through: boolean) => {
      const input = await openInput(await file('sep=;\na;b\n1;"x\ny"\n\n2;z\n'));
      if (through) await input.readThrough();
      const all = [];
      for await (const page of input.pages) all.push(...page);
      await input.close();
      return all;
    };
    expect(await rows(true)).toEqual(await rows(false));
    expect(await rows(true)).toHaveLength(2);
  });

  it('gives all its rows when nothing changed', async () => {
    expect(await changedBy(async () => {})).toEqual({ sure: ROWS, rows: ROWS, changed: false });
  });

  it('says that it changed before it gives a row of other bytes', async () => {
    const at = MEBIBYTE + 700_000;
    const other = Buffer.from(TEXT);
    other[at] = 0x62;
    const { sure, rows, changed } = await changedBy((path) => writeFile(path, other));
    expect({ rows, changed }).toEqual({ rows: ROWS, changed: true });
    expect(sure).toBe(Math.floor((MEBIBYTE - HEADER.length) / LINE_BYTES));
  });

  it('says that it changed when rows were added, and gives no more than there were', async () => {
    const { sure, rows, changed } = await changedBy((path) => writeFile(path, `${TEXT}1,b\n`));
    expect({ rows, changed }).toEqual({ rows: ROWS, changed: true });
    expect(sure).toBeLessThan(ROWS);
  });

  it.each([2 * MEBIBYTE, 2 * MEBIBYTE + 5, 0])('says that it changed when it was cut to %i bytes', async (bytes) => {
    const { sure, changed } = await changedBy((path) => truncate(path, bytes));
    expect(changed).toBe(true);
    expect(sure).toBeLessThanOrEqual(Math.floor(Math.max(0, bytes - HEADER.length) / LINE_BYTES));
  });

  it('is not read on in words of its own when it broke meanwhile', async () => {
    const { changed } = await changedBy((path) => writeFile(path, `${TEXT.slice(0, -1)}"x`));
    expect(changed).toBe(true);
  });
});

it('refuses a file that breaks, before any row', async () => {
  const input = await openInput(await file('a,b\n1,2\n3,"x\n'));
  await expect(input.readThrough()).rejects.toThrow(/c\.csv:3: cell 2 begins with a quote/);
  await input.close();
});

it('has read a JSON file through once its columns are known', async () => {
  const path = await file('[{"a":1},{"b":2}]', 'c.json');
  const input = await openInput(path);
  expect(input.rowsTotal()).toBe(2);
  await writeFile(path, '[{"a":1},{"b":3}]');
  await input.readThrough();
  expect(await drain(input)).toEqual({ sure: 0, rows: 2 });
  expect(input.changed.aborted).toBe(true);
});

it('knows nothing of the rows to come of what can be read only once', async () => {
  const input = await openInput('-', { stdin: stream(['a,b\n1,2\n']) });
  await input.readThrough();
  expect(input.rowsTotal()).toBeNull();
  expect(await drain(input)).toEqual({ sure: 1, rows: 1 });
});
