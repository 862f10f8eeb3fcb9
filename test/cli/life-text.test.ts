import { Chalk } from 'chalk';
import { expect, it } from 'vitest';
import type { Life } from '../../src/cli/life.js';
import { lifeText } from '../../src/cli/life-text.js';
import { widthOf } from '../../src/cli/terminal/width.js';

const started = '2026-01-31T09:45:00.000Z';
const LIFE: Life = {
  ...{ run: '20260131-094500-k3f', provider: 'octopush', input: '漢字'.repeat(40), dry_run: false, going_on: false },
  ...{ row: 7, line: 8 },
  read: {
    sessions: [{ session: 1, kind: 'import', started }],
    from: 'ledger',
    why_not: '',
    record: [
      { column: 'a column with a very long name, that nobody reads', value: 'x'.repeat(500) },
      { column: 'note\u001b[31m', value: '\u202eabc\nd' },
    ],
  },
  became: {
    fields: [{ field: 'phone_number', value: '+33639980001', scope: 'contact', column: 'Tél' }],
    problems: [{ field: 'first_name', code: 'too_long', message: 'expected at most 20 characters, found 21' }],
    why_not: '',
  },
  duplicate_of: { run: 'other', row: 3, line: null, status: null },
  calls: [
    {
      ...{ session: 1, kind: 'import', started, after_seconds: null, rows: 100, row_numbers: '1-100' },
      ...{ duration_ms: 30_012, http_status: null, verdict: 'no_reply', meaning: 'no answer came' },
      ...{ code: 'timeout_after_send', excerpt: 'y'.repeat(2048) },
    },
    {
      ...{ session: 2, kind: 'retry', started, after_seconds: 259_200, rows: 1, row_numbers: '7' },
      ...{
        duration_ms: 12,
        http_status: 503,
        verdict: 'unsure',
        meaning: 'no trustworthy answer',
        code: '',
        excerpt: '',
      },
    },
  ],
  fate: {
    ...{ status: 'unknown', meaning: 'it may be stored or not', result: '', phone: '+33639980001', code: 'http_503' },
    ...{ field: '', message: 'z '.repeat(400), attempts: 2, http_status: 503, provider_id: '', sent_at: started },
  },
  next: 'contact-push reconcile 20260131-094500-k3f --state-dir /a/long/path',
  hint: 'a word about it',
};
const NO_COLOUR = new Chalk({ level: 0 });

it.each([40, 60, 80, 120])('stays within %i columns, but for the line to type', (width) => {
  const lines = lifeText(LIFE, width, NO_COLOUR).split('\n');
  expect(lines.slice(-2)).toEqual(['next, a word about it:', `  ${LIFE.next}`]);
  for (const line of lines) {
    expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    if (line !== `  ${LIFE.next}`) expect(widthOf(line)).toBeLessThanOrEqual(width);
  }
});

it('has the line to type beside its name where there is room and no word about it', () => {
  expect(lifeText({ ...LIFE, hint: '' }, 120, NO_COLOUR)).toContain(`\nnext: ${LIFE.next}`);
  expect(lifeText({ ...LIFE, hint: '' }, 40, NO_COLOUR)).toContain(`\nnext:\n  ${LIFE.next}`);
  expect(lifeText(LIFE, Number.POSITIVE_INFINITY, NO_COLOUR)).toContain(`\nnext: ${LIFE.next}\n      ${LIFE.hint}`);
});

it('shows an answer once that comes again and again', () => {
  const [call] = LIFE.calls;
  const excerpt = 'out of order';
  const calls =
    call === undefined
      ? []
      : [
          { ...call, excerpt },
          { ...call, excerpt },
          { ...call, excerpt: 'other' },
        ];
  const text = lifeText({ ...LIFE, calls }, Number.POSITIVE_INFINITY, NO_COLOUR);
  expect(text.split(excerpt)).toHaveLength(2);
  expect(text.split('the same answer again')).toHaveLength(2);
});

it('names the length of what it cuts, and the time between calls', () => {
  const text = lifeText(LIFE, Number.POSITIVE_INFINITY, NO_COLOUR);
  expect(text).toContain(`${'x'.repeat(200)}… (500 characters; all with --json)`);
  expect(text).toContain(`${'y'.repeat(400)}… (2 048 characters; all with --json)`);
  expect(text).toContain('\\x202eabc\\nd');
  expect(text).toContain('… 3 days later\n  2. 2026-01-31 09:45:00 UTC, session 2 (retry), alone');
  expect(text).toContain('not sent: the number of row 3 of run other, of which nothing is known by now');
  expect(text).toContain('first_name: too_long: expected at most 20 characters, found 21');
});
