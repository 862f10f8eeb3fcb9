import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../src/cli/terminal/width.js';
import { wrapped } from '../../../src/cli/terminal/wrap.js';

const word = (...units: readonly string[]) =>
  fc.string({ unit: fc.constantFrom(...units), minLength: 1, maxLength: 12 });

describe('a text in lines', () => {
  it('breaks at spaces', () => {
    expect(wrapped('no answer came at all', 10)).toEqual(['no answer', 'came at', 'all']);
    expect(wrapped('e\u0301e\u0301 e\u0301', 4)).toEqual(['e\u0301e\u0301 e\u0301']);
    expect(wrapped('no answer', Number.POSITIVE_INFINITY)).toEqual(['no answer']);
  });

  it('leaves no space at a break, and the others as they are', () => {
    expect(wrapped('ab  cd   ef  gh', 6)).toEqual(['ab  cd', 'ef  gh']);
    expect(wrapped('abcdef   gh', 6)).toEqual(['abcdef', 'gh']);
  });

  it('indents every line but the first, which has its own', () => {
    expect(wrapped('  no answer came at all', 12, { indent: 4 })).toEqual(['  no answer', '    came at', '    all']);
  });

  it('keeps a word whole that is longer than a line, or breaks it where asked to', () => {
    expect(wrapped('at aaaaaaaaaaaaaa b', 5)).toEqual(['at', 'aaaaaaaaaaaaaa', 'b']);
    expect(wrapped('aaaaaaaaaaaaaa', 5, { breaksWords: true })).toEqual(['aaaaa', 'aaaaa', 'aaaa']);
    expect(wrapped('at aaaaaaa b', 5, { breaksWords: true })).toEqual(['at', 'aaaaa', 'aa b']);
    expect(wrapped('電話番', 1, { breaksWords: true })).toEqual(['電', '話', '番']);
  });

  it('loses no word, and is no wider than asked for where words allow it', () => {
    const words = fc.array(word('a', 'é', '電', '😀'));
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 40 }), fc.nat({ max: 6 }), (all, columns, indent) => {
        const lines = wrapped(`  ${all.join(' ')}`, columns, { indent });
        expect(lines.flatMap((line) => line.split(' ').filter((each) => each !== ''))).toEqual(all);
        for (const line of lines) expect(widthOf(line) <= columns || !line.trim().includes(' ')).toBe(true);
      }),
    );
  });

  it('keeps all that is no space, and stays within the width, where words are broken', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 4, max: 60 }), (text, width) => {
        const lines = wrapped(text, width, { breaksWords: true });
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
