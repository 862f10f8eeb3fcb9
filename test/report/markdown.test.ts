import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeBlock, escaped } from '../../src/report/markdown.js';

it('leaves nothing of a text that Markdown or HTML would act on', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab|<>&"`*_[]()!#@\\\n\r\t~:{}'), maxLength: 40 }), (text) => {
      const safe = escaped(text);
      expect(safe.replace(/&#\d+;/g, '')).toMatch(/^[ab ]*$/);
      const back = safe.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
      expect(back).toBe(text.replace(/\s+/g, ' ').trim());
    }),
  );
});

it('holds any line in a block of code', () => {
  expect(codeBlock('a ``` b\n```\nc')).toBe('````sh\na ``` b ``` c\n````');
});
