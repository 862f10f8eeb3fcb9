import { describe, expect, it } from 'vitest';
import { aimText, cellsOf, isReached, type Line, measuredBy, numberText, spreadText } from '../../bench/parts/lines.js';

const line: Line = { what: 'a run', against: 'a bare one', unit: 's', ours: [2, 9, 3], theirs: [1, 3, 2] };

describe('a line of the table', () => {
  it('takes the ratio within each round, not that of the medians', () => {
    expect(measuredBy(line)).toEqual([2, 3, 1.5]);
    expect(cellsOf({ ...line, aim: { of: 'ratio', most: 2 } })).toEqual([
      'a run',
      'a bare one',
      '≤ 2 ×',
      '3 (2–9) s',
      '2 (1–3) s',
      '2 (1.50–3) ×',
      'yes',
    ]);
  });

  it('is without a verdict where there is no aim', () => {
    expect(cellsOf(line).slice(2)).toEqual(['shown apart', '3 (2–9) s', '2 (1–3) s', '2 (1.50–3) ×', '']);
  });

  it('says so in bold where its aim is missed', () => {
    expect(cellsOf({ ...line, aim: { of: 'ratio', most: 1.9 } }).at(-1)).toBe('**no**');
  });
});

describe('an aim', () => {
  it.each([
    { aim: { of: 'ratio', most: 2 }, text: '≤ 2 ×', reached: true },
    { aim: { of: 'ratio', most: 1.99 }, text: '≤ 1.99 ×', reached: false },
    { aim: { of: 'ratio', below: 2 }, text: '< 2 ×', reached: false },
    { aim: { of: 'ratio', most: 2, worst: true }, text: '≤ 2 ×, every round', reached: false },
    { aim: { of: 'ratio', least: 1.5, most: 3, worst: true }, text: '1.5–3 ×, every round', reached: true },
    { aim: { of: 'ratio', least: 1.6, most: 3, worst: true }, text: '1.6–3 ×, every round', reached: false },
    { aim: { of: 'ratio', least: 2.1 }, text: '≥ 2.1 ×', reached: false },
    { aim: { of: 'difference', most: 1 }, text: '≤ + 1 s', reached: true },
    { aim: { of: 'difference', most: 0.5 }, text: '≤ + 0.5 s', reached: false },
    { aim: { of: 'ours', most: 3 }, text: '≤ 3 s', reached: true },
    { aim: { of: 'ours', most: 3, worst: true }, text: '≤ 3 s, every round', reached: false },
  ] satisfies { aim: Line['aim']; text: string; reached: boolean }[])('$text is reached: $reached', (wanted) => {
    expect(aimText({ ...line, aim: wanted.aim })).toBe(wanted.text);
    expect(isReached({ ...line, aim: wanted.aim })).toBe(wanted.reached);
  });
});

describe('a figure', () => {
  it.each([
    [0, '0'],
    [8, '8'],
    [1_234_567, '1 234 567'],
    [1234.5, '1 235'],
    [12.345, '12.3'],
    [0.0456, '0.046'],
    [-1.5, '−1.50'],
  ])('%d is written %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  it('shows no range where all rounds agree', () => {
    expect(spreadText([50, 50], '')).toBe('50');
  });
});
