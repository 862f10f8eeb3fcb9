import iconv from 'iconv-lite';

// What our own messages have that older encodings lack.
const PLAIN: Readonly<Record<string, string>> = { '←': '<-', '→': '->', '…': '...', '–': '-', '×': 'x', '−': '-' };

/**
 * Text, cut between characters, → bytes in `encoding`. A character that the encoding does not have stands as something like it, or as
 * `\u2190`; cells that were read from that encoding have none.
 */
export function encoder(encoding: string): (text: string) => Uint8Array {
  const encode = (text: string): Buffer => iconv.encode(text, encoding, { addBOM: false });
  if (encoding.startsWith('utf')) return encode;
  const has = (text: string): boolean => iconv.decode(encode(text), encoding, { stripBOM: false }) === text;
  return (text) => {
    if (has(text)) return encode(text);
    return encode(text.replace(/[^\0-\x7f]/gu, (character) => (has(character) ? character : written(character))));
  };
}

function written(character: string): string {
  return PLAIN[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
