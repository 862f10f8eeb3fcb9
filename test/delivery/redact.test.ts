import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactor } from '../../src/delivery/redact.js';

const SECRET = 'k€y/+ =&"\\[1].*$(é)';

function percentLower(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

const WRITINGS: readonly (readonly [string, (secret: string) => string])[] = [
  ['as it is', (secret) => secret],
  ['in another case', (secret) => secret.toUpperCase()],
  ['in a URL', encodeURIComponent],
  ['in a URL, with small percent codes', (secret) => percentLower(encodeURIComponent(secret))],
  ['in a path', encodeURI],
  ['in a form', (secret) => new URLSearchParams({ t: secret }).toString().slice(2)],
  [
    'in a form, with small percent codes',
    (secret) => percentLower(new URLSearchParams({ t: secret }).toString().slice(2)),
  ],
  ['in JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
  ['in JSON with slashes escaped', (secret) => JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/')],
  ['in JSON that keeps to ASCII', () => 'k\\u20ACy/+ =&\\"\\\\[1].*$(\\u00e9)'],
  ['in JSON that keeps to ASCII with slashes escaped', () => 'k\\u20acy\\/+ =&\\"\\\\[1].*$(\\u00e9)'],
];

describe('a secret', () => {
  it.each(WRITINGS)('is hidden %s', (_, write) => {
    const written = write(SECRET);
    expect(redactor([SECRET])(`before ${written}, ${written} after`)).toBe('before ***, *** after');
  });

  it('is hidden with another one that it contains, or that begins or ends in it', () => {
    expect(redactor(['abcd', 'abcdefgh'])('x abcdefgh abcd')).toBe('x *** ***');
    expect(redactor(['abcd1234', '1234efgh'])('x abcd1234efgh y')).toBe('x *** y');
    expect(redactor(['aaaa'])('aaaaaaaaab')).toBe('***b');
    expect(redactor(['abcd', 'efgh'])('abcdefgh')).toBe('******');
  });

  it('is not read as a pattern', () => {
    expect(redactor(['a.*b'])('axxb a.*b')).toBe('axxb ***');
    expect(redactor(['(((('])('((((')).toBe('***');
    expect(redactor(['$&$1'])('x $&$1')).toBe('x ***');
  });

  it('of fewer than four characters hides nothing', () => {
    expect(redactor(['', 'abc'])('abc')).toBe('abc');
    expect(redactor([])('abc')).toBe('abc');
  });

  it('is in no text, whatever it is and wherever it stands', () => {
    const secret = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 12 });
    const piece = fc.oneof(
      fc.record({ index: fc.nat(3), write: fc.constantFrom(...WRITINGS.slice(0, 9)) }),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.array(piece), (secrets, pieces) => {
        const text = pieces
          .map((each) => (typeof each === 'string' ? each : each.write[1](secrets[each.index % secrets.length] ?? '')))
          .join('');
        const safe = redactor(secrets)(text);
        for (const each of secrets) {
          if (/^\*+$/.test(each)) continue;
          for (const [, write] of WRITINGS.slice(2, 9)) expect(safe.split('***').join('\n')).not.toContain(write(each));
        }
      }),
      { seed: 31, numRuns: 500 },
    );
  });
});
