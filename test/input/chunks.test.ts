import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Format } from '../../src/input/index.js';
import { everyCut, read } from './read.js';

const NASTY: readonly (readonly [Format, string])[] = [
  ['csv', '\ufeff\r\n"na""me\r\n",phone\r"a\rb",é\r\n\r\n"€ ""x""",\u{1f600}\n\n\r ,\r\n"",1,2\n""\n"\r",'],
  ['csv', 'a,b\r\n1,"x\r\ny"\r\n2,"z"z\n3,w\n'],
  ['csv', 'a,b\r1,"x\ny"\r\r\n2,z"\n3,"w\n4,v"\n'],
  ['csv', 'a,b\n1,x\n"2","\r\n""\r'],
  ['tsv', 'a\tb\r\n\t\r\n"x\t"\ty\t\t \n1\t2\tz'],
  ['json', '\ufeff\r\n[\r{"é":"\\"\\\\]},","b":[{}]}\r\n,\n12 , "x\\"" ,null,{"\u{1f600}":{"c":[1,"[{"]}}\r]\n '],
  ['json', '[{"a":1},\r\n{"b" 2}\n,{"a":3}]'],
  ['json', '[{"a":1}\r\n"b"]'],
  ['json', '[1\n,12 "ab"]'],
  ['json', '[{"a":1},\n{"b":"\\u12'],
  ['ndjson', '\ufeff{"é":"\u2028"}\r\n\r\n{"a":\n[1]\n \n{"\u{1f600}":"\\n"}'],
];

it.each(NASTY)('rows and errors do not depend on where %s is cut: %j', async (format, content) => {
  const whole = await read(content, { format });
  for (const chunks of everyCut(Buffer.from(content))) {
    expect(await read(chunks, { format })).toEqual(whole);
  }
});

const ALPHABET: Readonly<Record<Format, readonly string[]>> = {
  csv: ['"', '"', ',', '\r', '\n', 'x', ' ', 'é', '\u{1f600}'],
  tsv: ['"', '\t', '\r', '\n', 'x', '€'],
  json: ['[', ']', '{', '}', ',', ':', '"', '"a":1', '{"a":2}', '\\', '\n', '\r', ' ', '1', 'é'],
  ndjson: ['{"a":1}', '{', '"', '\r', '\n', ' ', 'é', '[]'],
};
const formats = fc.constantFrom<Format>('csv', 'tsv', 'json', 'ndjson');

it('rows and errors do not depend on how any text is cut', async () => {
  const texts = formats.chain((format) =>
    fc.tuple(
      fc.constant(format),
      fc.array(fc.constantFrom(...ALPHABET[format]), { maxLength: 40 }).map((parts) => parts.join('')),
      fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 12 }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(texts, async ([format, text, sizes]) => {
      const content = format === 'json' ? `[${text}` : text;
      const whole = await read(content, { format });
      expect(await read(inChunks(Buffer.from(content), sizes), { format })).toEqual(whole);
    }),
    { seed: 20_252, numRuns: 2000 },
  );
});

it('rows and errors do not depend on how bytes that are not UTF-8 are cut', async () => {
  const byte = fc.constantFrom(
    0x0a,
    0x0d,
    0x2c,
    0x22,
    0x61,
    0x80,
    0xbf,
    0xc3,
    0xa9,
    0xe2,
    0xed,
    0xa0,
    0xf0,
    0x9f,
    0xff,
  );
  const bytes = fc
    .array(byte, { maxLength: 20 })
    .map((tail) => Buffer.concat([Buffer.from('é,b\n'), Buffer.from(tail)]));
  await fc.assert(
    fc.asyncProperty(bytes, fc.array(fc.nat({ max: 4 }), { minLength: 1 }), async (content, sizes) => {
      const whole = await read(content, { format: 'csv' });
      expect(await read(inChunks(content, sizes), { format: 'csv' })).toEqual(whole);
    }),
    { seed: 20_253, numRuns: 2000 },
  );
});

/** `bytes` in chunks of these sizes, in turn; the rest in one. */
function inChunks(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0));
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
}
