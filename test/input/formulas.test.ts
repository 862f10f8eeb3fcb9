import { describe, expect, it } from 'vitest';
import { brief, everyCut, read } from './read.js';

it('reads a bare cell ="…" as it stands, beside cells that are quoted by the rules', async () => {
  const reading = await read('phone,name\n="0612345678","Durand, A"\n"=""0612345679""",="x"\n=1+1,b\n');
  expect(reading.error).toBeUndefined();
  expect(brief(reading)).toEqual([
    [2, '="0612345678"', 'Durand, A'],
    [3, '="0612345679"', '="x"'],
    [4, '=1+1', 'b'],
  ]);
});

it('reads them with any delimiter and any line ends, wherever the bytes are cut', async () => {
  const text = 'phone;name\r\n="0612";"a ""b""\r\n;c"\r="0613";="x"\n"=""y";z';
  const whole = await read(text, { delimiter: ';' });
  expect(brief(whole)).toEqual([
    [2, '="0612"', 'a "b"\r\n;c'],
    [4, '="0613"', '="x"'],
    [5, '="y', 'z'],
  ]);
  for (const chunks of everyCut(Buffer.from(text))) expect(await read(chunks, { delimiter: ';' })).toEqual(whole);
});

describe('a quote anywhere else in a bare cell is refused, with its line, after the rows before it', () => {
  it.each([
    { what: 'within text', cell: 'Jean "Jo" Petit' },
    { what: 'after white space', cell: ' "x"' },
    { what: 'text after the formula', cell: '="06"x' },
    { what: 'a formula with the delimiter in it', cell: '="06,12"' },
    { what: 'a formula that is not closed', cell: '="06' },
    { what: 'text after a closing quote', cell: '"06"x' },
    { what: 'two formulas', cell: '="06""07"' },
  ])('$what', async ({ cell }) => {
    const text = `phone,name\n="0612",a\n1,b\n${cell},c\n="0613",d\n`;
    const whole = await read(text);
    expect(whole.error?.line).toBe(4);
    expect(brief(whole)).toEqual([
      [2, '="0612"', 'a'],
      [3, '1', 'b'],
    ]);
    for (const chunks of everyCut(Buffer.from(text))) expect(await read(chunks)).toEqual(whole);
  });
});
