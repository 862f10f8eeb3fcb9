import iconv from 'iconv-lite';

/** Encodings that contacts come in most often. `asEncoding` knows many more. */
export const ENCODINGS: readonly string[] = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1256',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1257',
  'windows-1258',
  'iso-8859-1',
  'iso-8859-15',
  'macintosh',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
];

// The library takes these for encodings too, but no text is written in them.
const NO_TEXT = ['base64', 'hex', 'utf7', 'utf7imap'];

/** The encoding of that name, as `Input.encoding` has it: `utf-8` for `UTF8`; undefined when nobody knows it. `utf-16` leaves the byte order open. */
export function asEncoding(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  const plain = name.replace(/[^a-z0-9]/g, '');
  if (/^utf8(?:sig|bom)?$/.test(plain)) return 'utf-8';
  if (/^(?:utf16le|ucs2(?:le)?)$/.test(plain)) return 'utf-16le';
  if (plain === 'utf16be') return 'utf-16be';
  if (plain === 'utf16') return 'utf-16';
  return NO_TEXT.includes(plain) || !iconv.encodingExists(name) ? undefined : name;
}

/** As people write it: `UTF-16LE`, `Windows-1252`. */
export function encodingTitle(encoding: string): string {
  return encoding.startsWith('windows') ? encoding.replace('w', 'W') : encoding.toUpperCase();
}

/** The encoding whose byte order mark `head` begins with. */
export function markedEncoding(head: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined;
}

const LF = 10;
const LEAST_SHARE = 0.1; // commas, digits and line ends, even where the words are Persian

/** The kind of UTF-16 that `head` must be by its NULs: they stand on one side of each pair, and beside the line ends too. */
export function unmarkedUtf16(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const sides = [nulsOn(head, 0), nulsOn(head, 1)] as const;
  const pairs = Math.floor(head.length / 2);
  const [first, second] = sides;
  const [side, other] = second.nuls > first.nuls ? [second, first] : [first, second];
  if (side.nuls === 0 || side.nuls < pairs * LEAST_SHARE || side.nuls < 10 * other.nuls) return undefined;
  if (2 * side.lineEnds < lineFeeds(head)) return undefined;
  return side === second ? 'utf-16le' : 'utf-16be';
}

/** NULs on that side of the pairs, and how many of those make a line end of the other half. */
function nulsOn(head: Buffer, side: 0 | 1): { nuls: number; lineEnds: number } {
  let nuls = 0;
  let lineEnds = 0;
  for (let at = side; at < head.length; at += 2) {
    if (head[at] !== 0) continue;
    nuls++;
    if (head[side === 1 ? at - 1 : at + 1] === LF) lineEnds++;
  }
  return { nuls, lineEnds };
}

function lineFeeds(head: Buffer): number {
  let count = 0;
  for (let at = head.indexOf(LF); at >= 0; at = head.indexOf(LF, at + 1)) count++;
  return count;
}
