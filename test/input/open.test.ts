import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';
import { openInput } from '../../src/input/index.js';
import { readPath, stream } from './read.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-push-input-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer) {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('a regular file', () => {
  it('can be read again, and its size and what was read of it are known', async () => {
    const content = `a,b\n${'1,é\n'.repeat(50_000)}`;
    const path = await file('big.csv', content);
    const input = await openInput(path);
    expect(input).toMatchObject({ name: path, replayable: true, bytesTotal: Buffer.byteLength(content) });
    let rows = 0;
    for await (const page of input.pages) {
      rows += page.length;
      expect(page.length).toBeLessThanOrEqual(1000);
    }
    expect(rows).toBe(50_000);
    expect(input.bytesRead()).toBe(Buffer.byteLength(content));
    await input.close();
  });

  it('is not read ahead of the pages', async () => {
    const input = await openInput(await file('ahead.csv', `a,b\n${'1,é\n'.repeat(50_000)}`));
    expect(input.bytesRead()).toBe(65_536);
    await input.close();
  });

  it('of JSON or NDJSON has the keys of all its objects as columns, and none too late', async () => {
    const objects = [...Array.from({ length: 1500 }, () => ({ a: 1 })), { b: 2 }];
    const lines = objects.map((object) => JSON.stringify(object));
    for (const path of [
      await file('late.json', JSON.stringify(objects)),
      await file('late.ndjson', lines.join('\n')),
    ]) {
      const reading = await readPath(path);
      expect(reading.columns).toEqual(['a', 'b']);
      expect(reading.late).toEqual([]);
      expect(reading.rows).toHaveLength(1501);
      expect(reading.rows.at(-1)?.cells).toEqual([undefined, 2]);
    }
  });

  it('of JSON that breaks at its end is refused before its first row', async () => {
    const path = await file('broken.json', `[${'{"a":1},\n'.repeat(5000)}`);
    await expect(openInput(path)).rejects.toThrow(`${path}:5001: expected an object after the comma`);
  });

  it('gives its rows before the line where its CSV breaks', async () => {
    const path = await file('broken.csv', `a,b\n${'1,"x"\n'.repeat(20_000)}2,"y\n`);
    const { rows, error } = await readPath(path);
    expect(rows).toHaveLength(20_000);
    expect(error?.message).toContain(`${path}:20002: cell 2 begins with a quote`);
  });
});

describe('what is not a regular file', () => {
  it('is read once under its own name', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const [input] = await Promise.all([openInput(path), writeFile(path, 'phone,name\n1,a\n')]);
    expect(input).toMatchObject({ name: path, format: 'csv', replayable: false, bytesTotal: null });
    const cells: unknown[] = [];
    for await (const page of input.pages) cells.push(...page.map((row) => row.cells));
    expect(cells).toEqual([['1', 'a']]);
    await input.close();
  });

  it('is standard input for -', async () => {
    const input = await openInput('-', { encoding: 'utf-8', stdin: stream(['phone\n', '1\n']) });
    expect(input).toMatchObject({ name: 'stdin', replayable: false, bytesTotal: null });
    expect(input.bytesRead()).toBe(6);
    for await (const _ of input.pages);
    expect(input.bytesRead()).toBe(8);
  });
});

describe('a file that cannot be read', () => {
  it('is refused when it is not there', async () => {
    const path = join(folder, 'absent.csv');
    await expect(openInput(path)).rejects.toThrow(new InputError(`${path}: cannot be read: no such file`));
  });

  it('is refused when it is a directory', async () => {
    const path = join(folder, 'folder.csv');
    await mkdir(path);
    await expect(openInput(path)).rejects.toThrow(new InputError(`${path}: expected a file, found a directory`));
  });

  it.skipIf(process.getuid?.() === 0)('is refused when it may not be read', async () => {
    const path = await file('secret.csv', 'a\n');
    await chmod(path, 0);
    await expect(openInput(path)).rejects.toThrow(new InputError(`${path}: cannot be read: permission denied`));
  });

  it('is refused when reading fails midway, after the rows before', async () => {
    async function* failing() {
      yield Buffer.from('a\n1\n2');
      throw new Error('the disk is gone');
    }
    const input = await openInput('-', { stdin: failing() });
    const pages = input.pages[Symbol.asyncIterator]();
    expect((await pages.next()).value).toHaveLength(1);
    await expect(pages.next()).rejects.toThrow(new InputError('stdin: cannot be read: the disk is gone'));
  });
});

describe('close', () => {
  it('gives back the file, midway or again, and ends the pages', async () => {
    const path = await file('close.csv', `a,b\n${'1,x\n'.repeat(50_000)}`);
    const input = await openInput(path);
    const pages = input.pages[Symbol.asyncIterator]();
    await pages.next();
    await input.close();
    await input.close();
    expect((await pages.next()).done).toBe(true);
  });

  it('ends pages that wait for standard input, without a row that is cut off', async () => {
    const stdin = new PassThrough();
    stdin.write('phone\n1\n+3361');
    const input = await openInput('-', { stdin });
    const pages = input.pages[Symbol.asyncIterator]();
    expect((await pages.next()).value).toMatchObject([{ cells: ['1'] }]);
    const waiting = pages.next();
    await input.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(stdin.destroyed).toBe(true);
  });

  it('has been done when opening failed', async () => {
    let returned = false;
    async function* stdin() {
      try {
        yield Buffer.from('[{"a":1}]x');
      } finally {
        returned = true;
      }
    }
    await expect(openInput('-', { stdin: stdin() })).rejects.toThrow(InputError);
    expect(returned).toBe(true);
  });
});
