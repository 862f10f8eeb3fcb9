import { describe, expect, it } from 'vitest';
import { type RunEntry, runsTable } from '../../src/cli/runs-table.js';
import { widthOf } from '../../src/cli/terminal/width.js';

const NONE = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };

function entry(more: Partial<RunEntry> = {}): RunEntry {
  return {
    run: '20260131-094500-k3f',
    started: '2026-01-31T09:45:00.000Z',
    provider: 'octopush',
    input: 'contacts.csv',
    dry_run: false,
    status: 'finished',
    stop: null,
    exit: 0,
    rows: 2,
    counts: { ...NONE, ok: 2 },
    report: null,
    ended: null,
    sessions: 1,
    going_on: false,
    next: null,
    ...more,
  };
}

const stopped = entry({
  input: '/srv/exports/2026/january/contacts of the night.csv',
  status: 'stopped',
  stop: 'outage',
  exit: 5,
  counts: { ...NONE, ok: 980_211, invalid: 3, not_sent: 19_786 },
  next: 'contact-push resume 20260131-094500-k3f',
});

it('gives each run one line where there is no terminal, with the whole path and the line to type', () => {
  const lines = runsTable([stopped, entry()], Number.POSITIVE_INFINITY);
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['RUN', 'STARTED (UTC)', 'PROVIDER', 'INPUT', 'ENDED', 'ROWS', 'NEXT'],
    [
      ...['20260131-094500-k3f', '2026-01-31 09:45', 'octopush', stopped.input, 'stopped: provider away (5)'],
      ...['ok 980 211, invalid 3, not_sent 19 786', 'contact-push resume 20260131-094500-k3f'],
    ],
    ['20260131-094500-k3f', '2026-01-31 09:45', 'octopush', 'contacts.csv', 'finished (0)', 'ok 2'],
  ]);
  expect(new Set(lines.map((line) => line.search(/ENDED|stopped|finished/))).size).toBe(1);
});

it('shortens the path from the left, and puts what does not fit below, at 80 columns', () => {
  expect(runsTable([stopped, entry()], 80)).toEqual([
    'RUN                  STARTED (UTC)     PROVIDER  INPUT',
    '20260131-094500-k3f  2026-01-31 09:45  octopush  …uary/contacts of the night.csv',
    '  stopped: provider away (5): ok 980 211, invalid 3, not_sent 19 786',
    '  next: contact-push resume 20260131-094500-k3f',
    '20260131-094500-k3f  2026-01-31 09:45  octopush  contacts.csv',
    '  finished (0): ok 2',
  ]);
});

it('makes a card of each run at 40 columns, and breaks no line to type and no number', () => {
  expect(runsTable([stopped], 40)).toEqual([
    '20260131-094500-k3f  2026-01-31 09:45',
    '  octopush, …y/contacts of the night.csv',
    '  stopped: provider away (5)',
    '  ok 980 211, invalid 3, not_sent 19 786',
    '  next:',
    'contact-push resume 20260131-094500-k3f',
  ]);
  expect(runsTable([stopped], 38).slice(3, 6)).toEqual(['  ok 980 211, invalid 3,', '  not_sent 19 786', '  next:']);
});

it('has one line a run in a wide terminal too', () => {
  const lines = runsTable([entry(), entry({ provider: 'amoot' })], 120);
  expect(lines).toHaveLength(3);
  expect(lines[2]).toBe('20260131-094500-k3f  2026-01-31 09:45  amoot     contacts.csv  finished (0)  ok 2');
});

it.each([30, 40, 60, 66, 80, 100, 132])('stays within %i columns, whatever the input is called', (width) => {
  const inputs = ['-', 'x', '漢字'.repeat(60), 'a\u001b[31m\u202eb\n'.repeat(30), '👩‍👩‍👧 é'.repeat(30)];
  const lines = runsTable(
    inputs.map((input) => entry({ input, counts: stopped.counts })),
    width,
  );
  for (const line of lines) {
    expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  }
});

describe('how a run ended', () => {
  it.each([
    [entry({ status: 'unfinished', exit: null, going_on: true }), 'going on'],
    [entry({ status: 'unfinished', exit: null }), 'broken off'],
    [entry({ status: 'interrupted', exit: null, dry_run: true }), 'interrupted, dry run'],
    [entry({ status: 'interrupted', stop: 'signal', exit: 130 }), 'interrupted (130)'],
    [entry({ status: 'stopped', stop: 'credentials', exit: 4 }), 'stopped: credentials refused (4)'],
    [entry({ status: 'finished', stop: null, exit: 3 }), 'finished (3)'],
  ])('is said in words (%#)', (run, words) => {
    expect(runsTable([run], Number.POSITIVE_INFINITY)[1]).toContain(`  ${words}  `);
  });
});
