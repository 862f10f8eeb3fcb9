import iconv from 'iconv-lite';
import { expect, it } from 'vitest';
import { encoder } from '../../src/report/encode.js';

const written = (text: string, encoding: string) => iconv.decode(Buffer.from(encoder(encoding)(text)), encoding);

it('writes what the encoding has as it is', () => {
  expect(Buffer.from(encoder('windows-1252')('œ ’ € é')).toString('hex')).toBe('9c20922080 20e9'.replaceAll(' ', ''));
  expect(Buffer.from(encoder('utf-16le')('\ufeffé')).toString('hex')).toBe('fffee900');
  expect(Buffer.from(encoder('utf-16be')('é')).toString('hex')).toBe('00e9');
  expect(Buffer.from(encoder('utf-8')('\u{1f600}')).toString()).toBe('\u{1f600}');
});

it('writes something like it for what the encoding lacks, and keeps the rest', () => {
  expect(written('é;"a ← b";"مر";\u{1f600};…\r\n', 'windows-1252')).toBe('é;"a <- b";"\\u0645\\u0631";\\u1f600;…\r\n');
  expect(written('… → é', 'iso-8859-15')).toBe('... -> é');
});
