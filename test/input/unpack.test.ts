import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';
import { refuseForeign } from '../../src/input/foreign.js';
import { unpack, unpackedName } from '../../src/input/unpack.js';
import { zstdPieces } from '../../src/input/zstd.js';
import { everyCut, stream } from './read.js';

const TEXT = 'phone,name\n+33639980001,Zoé\n'.repeat(3);

async function* bufferStream(chunks: readonly Uint8Array[]): AsyncGenerator<Buffer> {
  for await (const chunk of stream(chunks)) yield Buffer.from(chunk);
}

async function unpacked(chunks: readonly Uint8Array[], path = 'c.csv', limits = { freeBytes: 1e9, ratio: 200 }) {
  let text = '';
  try {
    const parts: Buffer[] = [];
    for await (const chunk of unpack(path, path, bufferStream(chunks), limits)) parts.push(chunk);
    text = Buffer.concat(parts).toString();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
  return text;
}

describe('a compressed file', () => {
  it('is gzip by its content, of one member or several, wherever it is cut', async () => {
    for (const content of [zlib.gzipSync(TEXT), Buffer.concat([zlib.gzipSync('phone'), zlib.gzipSync(',name')])]) {
      const whole = await unpacked([content]);
      for (const chunks of everyCut(content)) expect(await unpacked(chunks)).toBe(whole);
    }
    expect(await unpacked([zlib.gzipSync(TEXT), zlib.gzipSync(TEXT)])).toBe(TEXT + TEXT);
  });

  it('is brotli by the end of its name', async () => {
    const content = zlib.brotliCompressSync(TEXT);
    for (const chunks of everyCut(content)) expect(await unpacked(chunks, 'c.csv.BR')).toBe(TEXT);
    expect(await unpacked([Buffer.from(TEXT)], 'c.csv.br')).toContain('c.csv.br: cannot be unpacked as brotli: it is');
    expect(await unpacked([content.subarray(0, -3)], 'c.csv.br')).toContain('its end is missing');
    expect(await unpacked([content, Buffer.from('x')], 'c.csv.br')).toContain('something else follows its end');
  });

  it('is refused where it is cut off, at any byte', async () => {
    const content = zlib.gzipSync(TEXT);
    for (let length = 4; length < content.length; length++) {
      expect(await unpacked([content.subarray(0, length)])).toBe(
        'c.csv: cannot be unpacked as gzip: its end is missing: it was cut off; compress or download it again',
      );
    }
  });

  it('is refused where other bytes follow its end, which would be lost', async () => {
    const content = Buffer.concat([zlib.gzipSync(TEXT), Buffer.alloc(3), zlib.gzipSync(TEXT)]);
    for (const chunks of everyCut(content)) expect(await unpacked(chunks)).toContain('something else follows its end');
  });

  it('is read as it is when it is not compressed, whatever its name', async () => {
    expect(await unpacked([Buffer.from(TEXT)], 'c.csv.gz')).toBe(TEXT);
    expect(await unpacked([Buffer.from('a')])).toBe('a');
    expect(await unpacked([])).toBe('');
  });

  it('is refused where it becomes too many times larger, but not below the size that is free', async () => {
    const bomb = Buffer.concat(Array.from({ length: 4 }, () => zlib.gzipSync(Buffer.alloc(1e6, '\n'))));
    expect(await unpacked([bomb], 'bomb.csv', { freeBytes: 1e6, ratio: 200 })).toContain(
      'bomb.csv: expected contacts, found a file that becomes more than 200 times larger when unpacked',
    );
    expect(await unpacked([bomb], 'bomb.csv', { freeBytes: 4e6, ratio: 200 })).toHaveLength(4e6);
    expect(await unpacked([bomb], 'bomb.csv', { freeBytes: 1e6, ratio: 2000 })).toHaveLength(4e6);
  });

  it('loses its ending in names', () => {
    expect(['a.csv.gz', 'a.json.zst', 'a.ndjson.BR', 'gz', 'a.csv'].map(unpackedName)).toEqual([
      'a.csv',
      'a.json',
      'a.ndjson',
      'gz',
      'a.csv',
    ]);
  });
});

/** Raw blocks, with and without a checksum, as RFC 8878 describes them. */
const FRAME = Buffer.from('28b52ffd2005290000' + '68656c6c6f', 'hex');
const SKIPPED = Buffer.from('502a4d1803000000616263', 'hex');

describe('zstd', () => {
  it('is cut between its frames, wherever it is cut', async () => {
    const content = Buffer.concat([SKIPPED, FRAME, FRAME]);
    for (const chunks of everyCut(content)) {
      const frames: string[] = [];
      let frame = Buffer.alloc(0);
      for await (const { bytes, last } of zstdPieces('c.zst', bufferStream(chunks))) {
        frame = Buffer.concat([frame, bytes]);
        if (!last) continue;
        frames.push(frame.toString('hex'));
        frame = Buffer.alloc(0);
      }
      expect(frames).toEqual([SKIPPED, FRAME, FRAME].map((each) => each.toString('hex')));
    }
  });

  it('is refused where it is cut off, and where other bytes follow', async () => {
    const drain = async (content: Buffer) => {
      for await (const _ of zstdPieces('c.zst', bufferStream([content])));
    };
    for (let length = 1; length < FRAME.length; length++) {
      await expect(drain(FRAME.subarray(0, length))).rejects.toThrow('cannot be unpacked as zstd: its end is missing');
    }
    await expect(drain(Buffer.concat([FRAME, Buffer.from('phone')]))).rejects.toThrow('something else follows its end');
  });

  it.runIf('createZstdDecompress' in zlib)('is read frame by frame', async () => {
    for (const chunks of everyCut(Buffer.concat([SKIPPED, FRAME, FRAME]))) {
      expect(await unpacked(chunks)).toBe('hellohello');
    }
    expect(await unpacked([FRAME.subarray(0, -1)])).toContain('its end is missing');
  });

  it.skipIf('createZstdDecompress' in zlib)('is refused by a Node that has none, with what to do', async () => {
    expect(await unpacked([FRAME], 'c.csv.zst')).toBe(
      `c.csv.zst is compressed with zstd, which Node ${process.versions.node} cannot read: expected Node 22.15 or newer; or unpack it with: unzstd c.csv.zst`,
    );
  });
});

describe('what is no text', () => {
  const kind = (start: string | Buffer) => {
    try {
      refuseForeign('c.csv', Buffer.from(start), 'CSV');
      return '';
    } catch (error) {
      return error instanceof InputError
        ? (/^c\.csv is (.+), not CSV: /.exec(error.message)?.[1] ?? '')
        : String(error);
    }
  };

  it.each([
    ['PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet', 'an OpenDocument file'],
    ['PK\x03\x04Index/Document.iwa', 'a Numbers document'],
    ['PK\x03\x04[Content_Types].xml … word/document.xml', 'a Word document'],
    ['PK\x03\x04[Content_Types].xml', 'an Excel workbook'],
    ['PK\x03\x04contacts.csv', 'a zip archive'],
    ['<?xml version="1.0"?><Workbook>', 'a page of HTML or XML that a spreadsheet would open'],
    ['<?xml version="1.0"?><contacts>', 'an XML document'],
    ['\ufeff <html>', 'an HTML page'],
    ['BEGIN:VCARD\r\nVERSION:3.0', 'a file of vCards'],
    ['BZh91AY', 'a bzip2 archive'],
    [`contacts.csv${'\0'.repeat(245)}ustar\0`, 'a tar archive'],
  ])('is refused by name: %j', (start, found) => {
    expect(kind(start)).toBe(found);
  });

  it.each(['phone,name', 'PK,name', 'GIF,phone', 'BEGIN,phone', '<phone>,name', '%,phone', '{"a":1}', '', 'ustar'])(
    'is not text such as %j',
    (start) => {
      expect(kind(start)).toBe('');
    },
  );
});
