/** Makes control characters from outside visible, so that they do nothing to a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  );
}

/** Text from outside on one line: what would break it, or do something to a terminal, is made visible. */
export function onOneLine(text: string): string {
  return printable(
    text.replace(
      /[\n\r\t\u2028\u2029]/g,
      (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16)}`,
    ),
  );
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** JSON in which nothing does anything to a terminal; it says the same. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
