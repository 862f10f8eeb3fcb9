import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { asEncoding } from '../../src/input/encoding.js';
import { openInput } from '../../src/input/index.js';
import { encoder } from '../../src/report/encode.js';
import { brief, everyCut, read, readPath, stream } from './read.js';

async function file(name: string, content: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'contact-push-encoding-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function found(content: Buffer, encoding?: string) {
  const input = await openInput('-', { stdin: stream([content]), ...(encoding === undefined ? {} : { encoding }) });
  const { bom, notices, lineEnd, columns } = input;
  await input.close();
  return { encoding: input.encoding, bom, notices, lineEnd, columns };
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => utf16(text).swap16();
const TEXT = 'phone,prénom\r\n1,Œuvre d’été à 5 €\r\n';

describe('the encoding of a large file', () => {
  const plain = Buffer.concat([Buffer.from('phone,name\n'), Buffer.alloc(9 * 1024 * 1024, '1,Ann Lee\n')]);
  const late = Buffer.concat([plain, Buffer.from([0x31, 0x2c, 0xe9, 0x0a])]);

  it('is found from all of it', async () => {
    const input = await openInput(await file('late.csv', late));
    await input.close();
    expect(input.encoding).toBe('windows-1252');
  });

  it('is found from its beginning where the first rows are to come at once, and what is none of it is told', async () => {
    const input = await openInput(await file('late.csv', late), { glance: true });
    onTestFinished(() => input.close());
    expect(input.encoding).toBe('utf-8');
    const rows = async () => {
      for await (const page of input.pages) expect(page.length).toBeGreaterThan(0);
    };
    await expect(rows()).rejects.toThrow(/expected UTF-8/);
  });

  it.each([
    ['UTF-8', Buffer.concat([plain, Buffer.alloc(9 * 1024 * 1024, 'é'), Buffer.from('\n')]), 'utf-8'],
    ['Windows-1252', Buffer.concat([Buffer.from([0x6e, 0xe9, 0x0a]), plain]), 'windows-1252'],
  ])('is found from its beginning alike: %s', async (_title, content, encoding) => {
    const input = await openInput(await file('c.csv', content), { glance: true });
    await input.close();
    expect(input.encoding).toBe(encoding);
  });
});

describe('the encoding', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), 'utf-8', false],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8', true],
    ['UTF-8 with two marks', Buffer.from(`\ufeff\ufeff${TEXT}`), 'utf-8', true],
    ['UTF-16LE', utf16(TEXT), 'utf-16le', false],
    ['UTF-16LE with a mark', utf16(`\ufeff${TEXT}`), 'utf-16le', true],
    ['UTF-16BE', utf16be(TEXT), 'utf-16be', false],
    ['UTF-16BE with two marks', utf16be(`\ufeff\ufeff${TEXT}`), 'utf-16be', true],
    ['Windows-1252', iconv.encode(TEXT, 'windows-1252'), 'windows-1252', false],
  ])('is found from the bytes, wherever they are cut: %s', async (_, content, encoding, bom) => {
    expect(await found(content)).toMatchObject({ encoding, bom, lineEnd: 'crlf', columns: ['phone', 'prénom'] });
    for (const chunks of everyCut(content)) {
      expect(brief(await read(chunks))).toEqual([[2, '1', 'Œuvre d’été à 5 €']]);
    }
  });

  it('of Persian in UTF-16 without a mark is found by its commas and line ends', async () => {
    expect(await found(utf16('شماره,نام\n۰۹۱۲,مریم\n'))).toMatchObject({ encoding: 'utf-16le', lineEnd: 'lf' });
  });

  it('is said where it was found from the bytes, and how to name another', async () => {
    const says = (content: Buffer) => found(content).then(({ notices }) => notices);
    expect(await says(iconv.encode(TEXT, 'windows-1252'))).toEqual([
      'stdin is not UTF-8: read as Windows-1252 (--encoding names another)',
    ]);
    expect(await says(utf16(TEXT))).toEqual([
      'stdin has no byte order mark: read as UTF-16LE (--encoding names another)',
    ]);
    expect(await says(utf16(`\ufeff${TEXT}`))).toEqual([]);
    expect(await says(Buffer.from(TEXT))).toEqual([]);
  });

  it('is not UTF-16 for a NUL in a small file', async () => {
    const { columns } = await found(Buffer.from('phone\n+33\0\n'));
    expect(columns).toEqual(['phone']);
  });

  it('of a regular file depends on its last byte too', async () => {
    const path = await file(
      'late.csv',
      Buffer.concat([Buffer.from(`a,b\n${'1,x\n'.repeat(40_000)}`), Buffer.of(0xe9)]),
    );
    const { rows, error } = await readPath(path);
    expect(error).toBeUndefined();
    expect(rows.at(-1)?.cells).toEqual(['é']);
  });

  it('of standard input depends on its first 64 KiB; what is none of it later is refused with its line', async () => {
    const content = Buffer.concat([Buffer.from(`a,b\n${'1,x\n'.repeat(20_000)}`), Buffer.from([0xe9, 10])]);
    const { error } = await read(content);
    expect(error?.message).toContain('stdin:20002: expected UTF-8 text, found the byte 0xE9 at byte offset 80004;');
  });

  it('may be named, against what the bytes look like', async () => {
    const content = iconv.encode('phone,name\n1,پژمان\n', 'windows-1256');
    for (const chunks of everyCut(content)) {
      expect(brief(await read(chunks, { encoding: 'windows-1256' }))).toEqual([[2, '1', 'پژمان']]);
    }
    expect((await found(content, 'windows-1256')).notices).toEqual([]);
  });

  it('may not be named against a byte order mark', async () => {
    await expect(found(Buffer.from('\ufeffphone\n'), 'windows-1252')).rejects.toThrow(
      'stdin: expected Windows-1252 text as --encoding says, found the byte order mark of UTF-8; leave --encoding out',
    );
    await expect(found(utf16be('\ufeffphone\n'), 'utf-16le')).rejects.toThrow('the byte order mark of UTF-16BE');
    expect((await found(utf16be('\ufeffphone\n'), 'utf-16')).encoding).toBe('utf-16be');
  });

  it.each([
    ['UTF8', 'utf-8'],
    ['utf-8-sig', 'utf-8'],
    ['UTF-16', 'utf-16'],
    ['UCS-2', 'utf-16le'],
    ['Windows-1256', 'windows-1256'],
    ['CP1252', 'cp1252'],
    ['hex', undefined],
    ['base64', undefined],
    ['utf-7', undefined],
    ['klingon', undefined],
  ])('%s is known as %s', (name, encoding) => {
    expect(asEncoding(name)).toBe(encoding);
  });
});

describe('bytes that are no character', () => {
  it.each([
    ['windows-1252', [0x81], 0x81, 0],
    ['windows-1252', [0x9d], 0x9d, 0],
    ['iso-8859-1', [0x80], 0x80, 0],
    ['ascii', [0xe9], 0xe9, 0],
    ['shift_jis', [0x83, 0x0a], 0x83, 0],
    ['gbk', [0x81, 0x20], 0x81, 0],
    ['euc-kr', [0xff], 0xff, 0],
    ['shift_jis', [0x83, 0x41, 0xf0, 0x40], 0xf0, 2],
  ])('are refused with line and byte offset, wherever they are cut: %s %j', async (encoding, wrong, byte, at) => {
    const content = Buffer.concat([Buffer.from('a,b\n1,x\r\n2,'), Buffer.from(wrong), Buffer.from('\n3,z\n')]);
    const hex = byte.toString(16).toUpperCase();
    for (const chunks of everyCut(content)) {
      const { rows, error } = await read(chunks, { format: 'csv', encoding });
      expect(rows).toHaveLength(1);
      expect(error?.line).toBe(3);
      expect(error?.message).toContain(` text, found the byte 0x${hex} at byte offset ${11 + at}, which begins no`);
    }
  });

  it('at the end, where a character is cut off, are refused', async () => {
    for (const chunks of everyCut(Buffer.from([0x61, 0x0a, 0x83, 0x41, 0x0a, 0x83]))) {
      const { rows, error } = await read(chunks, { format: 'csv', encoding: 'shift_jis' });
      expect(rows).toHaveLength(1);
      expect(error?.message).toContain('stdin:3: expected SHIFT_JIS text, found the byte 0x83 at byte offset 5,');
    }
  });

  it.each([
    ['half a pair of surrogates', '1\ud83d\n2\n', 0x3d],
    ['the other half', '1\ude00\n2\n', 0x00],
    ['half a pair at the end', '1\ud83d', 0x3d],
  ])('are refused in UTF-16: %s', async (_, text, byte) => {
    const content = utf16(`\ufeffa\n${text}`);
    const hex = byte.toString(16).padStart(2, '0').toUpperCase();
    for (const chunks of everyCut(content)) {
      const { error } = await read(chunks, { format: 'csv' });
      expect(error?.message).toContain(`stdin:2: expected UTF-16LE text, found the byte 0x${hex} at byte offset 8,`);
    }
  });

  it('are refused in UTF-16 of an odd length', async () => {
    for (const content of [utf16('\ufeffa\n1\n'), utf16be('\ufeffa\n1\n')]) {
      for (const chunks of everyCut(Buffer.concat([content, Buffer.of(0x31)]))) {
        const { error } = await read(chunks, { format: 'csv' });
        expect(error?.message).toContain('found the byte 0x31 at byte offset 10,');
      }
    }
  });
});

describe('a pipe that pauses', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is read as what came before the pause', async () => {
    let go = () => {};
    async function* slowly() {
      yield Buffer.from('phone\n1\n');
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      yield Buffer.from([0xe9, 10]);
    }
    const opening = openInput('-', { stdin: slowly() });
    await vi.advanceTimersByTimeAsync(1000);
    const input = await opening;
    const pages = input.pages[Symbol.asyncIterator]();
    expect((await pages.next()).value).toMatchObject([{ cells: ['1'] }]);
    go();
    await expect(pages.next()).rejects.toThrow('stdin:3: expected UTF-8 text, found the byte 0xE9 at byte offset 8;');
  });
});

const LOSSLESS = ['windows-1252', 'windows-1256', 'iso-8859-15', 'macintosh', 'shift_jis', 'gbk', 'big5', 'euc-kr'];

it.each(LOSSLESS)('whatever can be read from %s is written back as the same text', async (encoding) => {
  const encode = encoder(encoding);
  const cells: string[] = [];
  for (let first = 0x21; first < 256; first++) {
    for (const second of [undefined, ...Array.from({ length: 191 }, (_, index) => index + 0x40)]) {
      const text = iconv.decode(Buffer.from([first, ...(second === undefined ? [] : [second])]), encoding);
      if (!/[\ufffd\u0080-\u009f\ue000-\uf8ff]/.test(text)) cells.push(text);
    }
  }
  expect(iconv.decode(Buffer.from(encode(cells.join('\n'))), encoding)).toBe(cells.join('\n'));
});

it('never makes a row of what is not there: any bytes are read as they are, or refused', async () => {
  const encodings = fc.constantFrom('windows-1252', 'shift_jis', 'gb18030', 'utf-16le', 'utf-16be', 'utf-8');
  const content = fc.uint8Array({ maxLength: 24 });
  const sizes = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(encodings, content, sizes, async (encoding, array, lengths) => {
      const all = Buffer.concat([Buffer.from(iconv.encode('a,b\n', encoding)), array]);
      const chunks: Buffer[] = [];
      let at = 0;
      for (const length of lengths) {
        chunks.push(all.subarray(at, at + length));
        at += length;
      }
      chunks.push(all.subarray(at));
      const options = { format: 'csv', encoding } as const;
      const whole = await read(all, options);
      expect(await read(chunks, options)).toEqual(whole);
      for (const { cells } of whole.rows) expect(cells.join('')).not.toMatch(/\p{Cs}/u);
    }),
    { seed: 20_254, numRuns: 1500 },
  );
});
