import { expect, it } from 'vitest';
import { Output } from '../../src/cli/output.js';
import { type Document, nextText, quietText, summaryText, type Told } from '../../src/cli/summary.js';
import { widthOf } from '../../src/cli/terminal/width.js';
import type { Outcome } from '../../src/model.js';
import { Reasons } from '../../src/report/reasons.js';
import { outcome } from '../report/support.js';

const NEXT = 'contact-push resume 20260131-094500-k3f --state-dir /var/lib/contacts/state --rate 30/m --max-wait 20m';
const DOC: Document = {
  run: '20260131-094500-k3f',
  provider: 'octopush',
  input: 'contacts.csv',
  status: 'stopped',
  stop: 'errors',
  exit: 5,
  rows: 1_148_211,
  counts: {
    ok: 1_000_000,
    duplicate: 48_000,
    invalid: 211,
    rejected: 40_000,
    failed: 30_000,
    unknown: 20_000,
    not_sent: 10_000,
  },
  results: { added: 900_000, updated: 100_000 },
  calls: 11_482,
  retries: 120,
  throttled: 1,
  seconds: 5741.2,
  rows_per_second: 200,
  report: 'contacts.report.csv',
  rejects: 'contacts.rejects.csv',
  next: NEXT,
};
const OUTPUT = new Output({ quiet: false, verbose: false, json: false, color: false });
const WRONG = ['invalid', 'rejected', 'failed', 'unknown', 'duplicate', 'not_sent'] as const;

function reasonsOf(fates: readonly Partial<Outcome>[]): Reasons {
  const reasons = new Reasons();
  reasons.see(fates.map((fate, index) => outcome(index + 1, fate)));
  return reasons;
}

/** As much as can be wrong at once, in long words, and wide ones. */
const MUCH: Told = {
  reason: 'more rows than --max-errors 5% are rejected, failed or unknown, '.repeat(8),
  dryRun: false,
  hint: 'the same standard input again, when the cause is mended',
  reasons: reasonsOf(
    Array.from({ length: 400 }, (_, i) => ({
      status: WRONG[i % 6] ?? 'invalid',
      code: `code_${i % 40}_that_has_a_long_name_of_many_words`,
      message: '電話番号 expected another number than +33639980001 '.repeat(20),
    })),
  ),
};

function screen(doc: Document, told: Told, columns: number): readonly string[] {
  return [...summaryText(doc, told, columns, OUTPUT).split('\n'), ...nextText(doc.next, told.hint, columns)];
}

it('has 24 lines at most at 80 columns, whatever is wrong, with a reason and the next command among them', () => {
  const lines = screen(DOC, MUCH, 80);
  const shown = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / 80)), 0);
  expect(shown).toBeLessThanOrEqual(24);
  expect(lines).toContain('what is wrong:');
  expect(lines.at(-1)).toBe(`  ${NEXT}`);
});

it.each([80, 60, 40])('breaks nothing but paths and the command at %i columns', (columns) => {
  const lines = screen(DOC, MUCH, columns).filter((line) => !line.includes(NEXT));
  expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
});

it('counts with the identity, thousands apart, and says in a word why the rest needs nobody', () => {
  const reasons = reasonsOf([
    ...Array.from({ length: 12 }, () => ({ status: 'duplicate', code: 'sent_before' }) as const),
    { status: 'duplicate', code: 'duplicate' },
  ]);
  const counts = { ok: 48_211, duplicate: 13, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
  const doc = { ...DOC, rows: 48_224, counts, exit: 0, next: null };
  expect(screen(doc, { ...MUCH, reason: '', hint: '', reasons }, 80)).toEqual([
    'octopush: contacts.csv, run 20260131-094500-k3f',
    '  ok         48 211  added 900 000, updated 100 000',
    '  duplicate      13  sent before 12, repeated 1',
    '  rows read  48 224 = 48 211 + 13',
    '11 482 calls, 120 retries, 1 throttled; 1 h 35 min, 200 rows/s',
    'report:  contacts.report.csv',
    'rejects: contacts.rejects.csv',
  ]);
});

it('shows the five most frequent reasons with their first lines and an example, and how many more there are', () => {
  const codes = ['phone_missing', 'too_long', 'phone_letters', 'provider_7', 'date_format', 'required'];
  const fates = codes.flatMap((code, index) =>
    Array.from({ length: 10 - index }, () => ({ code, message: `phone_number: found ${code}` })),
  );
  const counts = { ok: 0, duplicate: 0, invalid: 45, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
  const told = { ...MUCH, reason: '', hint: '', reasons: reasonsOf(fates) };
  const lines = screen({ ...DOC, rows: 45, counts, next: null, results: {} }, told, 80);
  expect(lines.slice(lines.indexOf('what is wrong:') + 1, -3)).toEqual([
    '  10 invalid: no phone number (phone_number), lines 2, 3, 4 and 7 more',
    '    found phone_missing',
    '   9 invalid: too long (phone_number), lines 12, 13, 14 and 6 more',
    '    found too_long',
    '   8 invalid: letters in a number (phone_number), lines 21, 22, 23 and 5 more',
    '    found phone_letters',
    "   7 invalid: the provider's code 7 (phone_number), lines 29, 30, 31 and 4 more",
    '    found provider_7',
    '   6 invalid: a date of another form (phone_number), lines 36, 37, 38 and 3 more',
    '    found date_format',
    '  and 1 more reason',
  ]);
});

it('says once how many rows there are of a kind, and nothing of what did not happen', () => {
  const reasons = reasonsOf([{ status: 'duplicate', code: 'sent_before' }]);
  const counts = { ok: 3, duplicate: 1, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
  const doc = { ...DOC, rows: 4, counts, results: { added: 3 }, retries: 0, throttled: 0, next: null };
  const lines = screen(doc, { ...MUCH, reason: '', hint: '', reasons }, 80);
  expect(lines.slice(1, 5)).toEqual([
    '  ok         3  added',
    '  duplicate  1  sent before',
    '  rows read  4 = 3 + 1',
    '11 482 calls; 1 h 35 min, 200 rows/s',
  ]);
  expect(screen({ ...doc, calls: 0 }, { ...MUCH, reason: '', hint: '', reasons }, 80)[4]).toBe('0 calls');
});

it('shows the end of a long name of a file, and calls standard input by its name', () => {
  const input = `${'customers-'.repeat(12)}2026.csv`;
  expect(screen({ ...DOC, input }, MUCH, 80)[0]).toMatch(/^octopush: ….*-2026\.csv, run 20260131-094500-k3f$/);
  expect(screen({ ...DOC, input }, MUCH, 40).slice(0, 2)).toEqual([
    expect.stringMatching(/^octopush: ….*-2026\.csv,$/),
    '  run 20260131-094500-k3f',
  ]);
  expect(screen({ ...DOC, input: '-' }, MUCH, 80)[0]).toContain('octopush: standard input, run ');
});

it('shows rows that may be stored or not first, of reasons alike in number', () => {
  const reasons = reasonsOf([
    { status: 'invalid', code: 'too_long' },
    { status: 'rejected', code: 'provider_1' },
    { status: 'unknown', code: 'no_answer' },
  ]);
  const counts = { ok: 0, duplicate: 0, invalid: 1, rejected: 1, failed: 0, unknown: 1, not_sent: 0 };
  const told = { ...MUCH, reason: '', hint: '', reasons };
  const lines = screen({ ...DOC, rows: 3, counts }, told, 80).filter((line) => /^ +1 \w+:/.test(line));
  expect(lines.map((line) => line.split(/[ :]+/)[2])).toEqual(['unknown', 'rejected', 'invalid']);
});

it('shows nothing from outside as more than text', () => {
  const reasons = reasonsOf([{ status: 'rejected', code: 'provider_1', field: '\x1b[2J', message: 'x\x1b[31m\x07' }]);
  const text = summaryText({ ...DOC, input: 'a\x1b[2J.csv' }, { ...MUCH, reasons }, 80, OUTPUT);
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
});

it('ends with the next command alone on its line with --quiet too', () => {
  expect(quietText(DOC, 'the provider stayed away', 'when the provider is back').split('\n').slice(-2)).toEqual([
    'when the provider is back:',
    `next: ${NEXT}`,
  ]);
});
