import { describe, expect, it } from 'vitest';
import { plotOf } from '../../bench/parts/plot.js';
import { type Found, renderResults, renewed, tableOf } from '../../bench/parts/results.js';

const found: Found = {
  date: '2026-01-31',
  rounds: 2,
  machine: ['2 × a processor'],
  versions: ['contact-push 0.1.0'],
  lines: [
    { what: 'wall', against: 'a bare loop', unit: 's', ours: [1, 1], theirs: [1, 1], aim: { of: 'ratio', most: 1.2 } },
    {
      what: 'start',
      against: 'nothing',
      unit: 'ms',
      ours: [9, 9],
      aim: { of: 'ours', most: 8 },
      remark: 'of a cold start',
    },
    { what: 'a commit', against: '', unit: 'ms', ours: [1, 3] },
  ],
};

const points = [
  { rows: 10_000, seconds: [2, 2], peakMb: [100, 110], ledgerMb: 4 },
  { rows: 100_000, seconds: [11, 11], peakMb: [120, 120], ledgerMb: 40 },
];

describe('the page of results', () => {
  const page = renderResults({ some: found }, '## Why start is slow\n\nIt reads too much.\n');

  it('counts what is reached among what has an aim, and names what is missed', () => {
    expect(page).toContain('1 of 2 aims are reached.');
    expect(page).toContain('| wall | a bare loop | ≤ 1.2 × | 1 s | 1 s | 1 × | yes |');
    expect(page).toContain('| start [1] | nothing | ≤ 8 ms | 9 ms |  |  | **no** |');
    expect(page).toContain('- [1] of a cold start');
    expect(page).toContain('| a commit |  | shown apart | 2 (1–3) ms |  |  |  |');
  });

  it('says on what machine, with which versions, on which day and in how many rounds', () => {
    expect(page).toContain('- 2 × a processor\n- contact-push 0.1.0');
    expect(page).toContain('| some | 2 | 2026-01-31 | contact-push 0.1.0 |');
  });

  it('ends with the notes, and shows no plot where nothing grew', () => {
    expect(page.endsWith('## Why start is slow\n\nIt reads too much.\n')).toBe(true);
    expect(page).not.toContain('growth.svg');
  });

  it('shows what the rows beyond the size before cost', () => {
    const grown = renderResults({ some: { ...found, growth: [{ name: 'all', points }] } }, '');
    expect(grown).toContain('growth.svg');
    expect(grown).toContain('| all | 10 000 | 2 s |  | 5 000 |  | 105 (100–110) MB | 4 MB |');
    expect(grown).toContain('| all | 100 000 | 11 s | 5.50 × | 9 091 | 10 000 | 120 MB | 40 MB |');
  });
});

describe('results of an earlier run', () => {
  it('stay where only some were measured anew, in the order of the table', () => {
    const later = { ...found, date: '2026-02-01' };
    expect(renewed({ b: found, a: found }, { a: later }, ['a', 'b'])).toEqual({ a: later, b: found });
    expect(Object.keys(renewed({ b: found }, { a: later }, ['a', 'b']))).toEqual(['a', 'b']);
  });

  it('do not stand beside those of another machine', () => {
    const elsewhere = { ...found, machine: ['64 × a processor'] };
    expect(renewed({ b: found }, { a: elsewhere }, ['a', 'b'])).toEqual({ a: elsewhere });
  });
});

describe('a table', () => {
  it('keeps a pipe within its cell', () => {
    expect(tableOf(['a'], [['x|y']])).toBe('| a |\n| --- |\n| x\\|y |');
  });
});

describe('the plot', () => {
  it('draws every series by name, as an image that needs nothing else', () => {
    const svg = plotOf([
      { name: 'all', points },
      { name: 'none', points },
    ]);
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('>all</text>');
    expect(svg).toContain('>none</text>');
    expect(svg).not.toContain('NaN');
  });
});
