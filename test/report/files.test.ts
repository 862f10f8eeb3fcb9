import { chmod, link, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, StorageError } from '../../src/errors.js';
import { encoder } from '../../src/report/encode.js';
import { checkWritable, removeIfOurs, writeWhole } from '../../src/report/files.js';
import { renderRejects } from '../../src/report/rejects.js';
import { folder, outcome, PLAIN, pages } from './support.js';

async function* chunks(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function* failing(error: Error): AsyncGenerator<string> {
  yield 'x'.repeat(100_000);
  throw error;
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return expect.fail('nothing was thrown');
}

describe('writing a file whole', () => {
  it('puts all the chunks in it, in their order', async () => {
    const path = join(await folder(), 'report.csv');
    const texts = Array.from({ length: 500 }, (_, index) => `${index} مریم\n`.repeat(50));
    await writeWhole(path, chunks(...texts));
    expect(await readFile(path, 'utf8')).toBe(texts.join(''));
  });

  it('makes an empty file of nothing', async () => {
    const path = join(await folder(), 'report.ndjson');
    await writeWhole(path, chunks());
    expect(await readFile(path, 'utf8')).toBe('');
  });

  it.each([0o000, 0o077, 0o277])(
    'keeps others out under umask %o, though the older file let them in',
    async (umask) => {
      const path = join(await folder(), 'report.csv');
      await writeFile(path, 'old', { mode: 0o644 });
      const before = process.umask(umask);
      try {
        await writeWhole(path, chunks('new'));
      } finally {
        process.umask(before);
      }
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readFile(path, 'utf8')).toBe('new');
    },
  );

  it('leaves the older file, and nothing else, when the text breaks off', async () => {
    const dir = await folder();
    const path = join(dir, 'report.csv');
    await writeFile(path, 'old');
    const broken = new RangeError('a bug');
    expect(await failure(writeWhole(path, failing(broken)))).toBe(broken);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(dir)).toEqual(['report.csv']);
  });

  it('shows nobody a half-written file', async () => {
    const dir = await folder();
    const path = join(dir, 'report.csv');
    await writeFile(path, 'old');
    async function* watched(): AsyncGenerator<string> {
      yield 'x'.repeat(100_000);
      expect(await readFile(path, 'utf8')).toBe('old');
      const [temporary = ''] = (await readdir(dir)).filter((name) => name !== 'report.csv');
      expect((await stat(join(dir, temporary))).mode & 0o777).toBe(0o600);
      expect((await stat(join(dir, temporary))).size).toBe(100_000);
    }
    await writeWhole(path, watched());
    expect((await stat(path)).size).toBe(100_000);
    expect(await readdir(dir)).toEqual(['report.csv']);
  });

  it('names the file when it cannot be written', async () => {
    const dir = await folder();
    const path = join(dir, 'nowhere', 'report.csv');
    const error = await failure(writeWhole(path, chunks('x')));
    expect(error).toBeInstanceOf(StorageError);
    expect(error.message).toBe(`${path} cannot be written (its folder does not exist)`);
    expect(error.cause).toBeInstanceOf(Error);

    await mkdir(join(dir, 'report.csv'));
    expect(await failure(writeWhole(join(dir, 'report.csv'), chunks('x')))).toBeInstanceOf(StorageError);
    expect(await readdir(dir)).toEqual(['report.csv']);
  });

  it('follows a link, and leaves it a link', async () => {
    const [dir, other] = [await folder(), await folder()];
    const path = join(dir, 'report.csv');
    await symlink(join(other, 'real.csv'), path);
    for (const text of ['to a file that is not there yet', 'to one that is']) {
      await writeWhole(path, chunks(text));
      expect(await readFile(join(other, 'real.csv'), 'utf8')).toBe(text);
      expect((await lstat(path)).isSymbolicLink()).toBe(true);
    }
    expect(await readdir(other)).toEqual(['real.csv']);
  });

  it('does not go round in a circle of links', async () => {
    const path = join(await folder(), 'report.csv');
    await symlink(path, path);
    expect(await failure(writeWhole(path, chunks('x')))).toBeInstanceOf(StorageError);
  });

  it('writes to a device as it is', async () => {
    await writeWhole('/dev/null', chunks('x'));
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });
});

describe('checking that a file can be written', () => {
  const check = (path: string, not: Record<string, string> = {}) => checkWritable(path, { flag: '--report', not });

  it('is content with a new file, an older one and a device, and leaves nothing behind', async () => {
    const dir = await folder();
    const path = join(dir, 'report.csv');
    await check(path, { 'the input': join(dir, 'contacts.csv') });
    expect(await readdir(dir)).toEqual([]);
    await writeFile(path, 'old');
    await check(path);
    await check('/dev/null', { 'the input': '/dev/null' });
    await check('/dev/stdout');
    expect(await readdir(dir)).toEqual(['report.csv']);
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  it('refuses a file of the run, by whatever name it goes', async () => {
    const dir = await folder();
    const input = join(dir, 'contacts.csv');
    await writeFile(input, 'mobile\n');
    await symlink(input, join(dir, 'symlink.csv'));
    await link(input, join(dir, 'link.csv'));
    for (const name of ['contacts.csv', 'symlink.csv', 'link.csv', `../${basename(dir)}/contacts.csv`]) {
      const path = `${dir}/${name}`;
      const error = await failure(check(path, { 'the report': join(dir, 'r.csv'), 'the input': input }));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toBe(`${path} is the input itself; name another file with --report`);
    }
  });

  it('refuses the name that another new file of the run will have', async () => {
    const dir = await folder();
    const [path, other] = [join(dir, 'out.csv'), `${dir}/./out.csv`];
    expect((await failure(check(path, { 'the rejects file': other }))).message).toContain('is the rejects file itself');
  });

  it('refuses a folder, and a folder that does not exist', async () => {
    const dir = await folder();
    expect(await failure(check(dir))).toEqual(new ConfigError(`${dir} is a folder; name another file with --report`));
    const path = join(dir, 'nowhere', 'report.csv');
    expect(await failure(check(path))).toEqual(
      new ConfigError(`${path} cannot be written (its folder does not exist); name another file with --report`),
    );
  });

  it('refuses a folder that is a file', async () => {
    const path = join(await folder(), 'file');
    await writeFile(path, '');
    expect((await failure(check(join(path, 'report.csv')))).message).toContain('(not a directory)');
  });

  it.skipIf(process.getuid?.() === 0)('refuses what may not be written', async () => {
    const dir = await folder();
    await writeFile(join(dir, 'report.csv'), '', { mode: 0o400 });
    expect((await failure(check(join(dir, 'report.csv')))).message).toContain('(permission denied)');
    await chmod(dir, 0o500);
    expect((await failure(check(join(dir, 'new.csv')))).message).toContain('(permission denied)');
    await chmod(dir, 0o700);
  });
});

describe('removing an older rejects file', () => {
  it.each([
    { format: 'csv', delimiter: ',', columns: ['mobile'] },
    { format: 'csv', delimiter: ';', columns: [] },
    { format: 'tsv', delimiter: '\t', columns: ['mobile'] },
    { format: 'json', delimiter: '', columns: [] },
  ] as const)('removes what renderRejects wrote ($format, $delimiter)', async (input) => {
    const dir = await folder();
    const path = join(dir, 'contacts.rejects');
    await writeWhole(
      path,
      renderRejects({ ...PLAIN, ...input }, pages([outcome(1, { record: [] })]), { defuse: true }),
    );
    expect(await removeIfOurs(path)).toBe(true);
    expect(await readdir(dir)).toEqual([]);
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])(
    'knows its own in %s, with and without a mark and quotes',
    async (encoding) => {
      const dir = await folder();
      const path = join(dir, 'contacts.rejects');
      for (const bom of encoding.startsWith('utf') ? [false, true] : [false]) {
        for (const quoting of ['minimal', 'all'] as const) {
          const input = { ...PLAIN, encoding, bom, quoting, lineEnd: 'crlf', columns: ['téléphone'] } as const;
          const text = renderRejects(input, pages([outcome(1, { record: ['é'] })]), { defuse: true });
          await writeWhole(path, text, encoder(encoding));
          expect(await removeIfOurs(path)).toBe(true);
        }
      }
      expect(await readdir(dir)).toEqual([]);
    },
  );

  it.each(['', 'mobile,name\n', '_row\n1\n', '_rows,_line,_status,_code,_message\n', '{"row":1}\n', '_row,mobile\n'])(
    'leaves %j alone',
    async (text) => {
      const path = join(await folder(), 'contacts.rejects.csv');
      await writeFile(path, text);
      expect(await removeIfOurs(path)).toBe(false);
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  it('is content when there is none, and leaves a folder and a device alone', async () => {
    const dir = await folder();
    expect(await removeIfOurs(join(dir, 'none.csv'))).toBe(false);
    expect(await removeIfOurs(join(dir, 'no', 'none.csv'))).toBe(false);
    expect(await removeIfOurs(dir)).toBe(false);
    expect(await removeIfOurs('/dev/null')).toBe(false);
  });
});
