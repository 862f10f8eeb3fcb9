import { describe, expect, it } from 'vitest';
import { heard, Reasons, TO_ACT_ON } from '../../src/report/reasons.js';
import { outcome, pages } from './support.js';

describe('counts why rows are not ok', () => {
  it('by status, code and field, the most frequent first, with the first lines in order', () => {
    const reasons = new Reasons();
    reasons.see([
      outcome(1),
      outcome(2, { status: 'rejected', code: 'provider_7', field: '', message: 'no such list' }),
    ]);
    reasons.see([outcome(3), outcome(4), outcome(5, { status: 'ok', code: '', message: '' })]);
    expect(reasons.of(TO_ACT_ON)).toEqual([
      {
        status: 'invalid',
        code: 'phone_too_short',
        field: 'phone_number',
        count: 3,
        exact: true,
        lines: [2, 4, 5],
        example: 'too short',
      },
      {
        status: 'rejected',
        code: 'provider_7',
        field: '',
        count: 1,
        exact: true,
        lines: [3],
        example: 'no such list',
      },
    ]);
  });

  it('of other statuses only where they are asked for', () => {
    const reasons = new Reasons();
    reasons.see([outcome(1, { status: 'duplicate', code: 'sent_before' })]);
    expect(reasons.of(TO_ACT_ON)).toEqual([]);
    expect(reasons.of(['duplicate'])).toMatchObject([{ code: 'sent_before', count: 1 }]);
  });

  it('with each problem of an invalid row for itself, and its own part of the message', () => {
    const reasons = new Reasons();
    reasons.see([
      outcome(1, {
        code: 'phone_missing; too_long',
        field: 'phone_number; param1',
        message: 'phone_number: expected a number, found "a; b"; param1: expected at most 3 characters, found 9',
      }),
    ]);
    expect(reasons.of(['invalid'])).toMatchObject([
      { code: 'phone_missing', field: 'phone_number', example: 'expected a number, found "a; b"' },
      { code: 'too_long', field: 'param1', example: 'expected at most 3 characters, found 9' },
    ]);
  });

  it('and keeps what is frequent, exactly or as a number that is marked, of more codes than memory should hold', () => {
    const reasons = new Reasons();
    for (let row = 1; row <= 8000; row += 1) {
      const code = row % 4 === 0 ? 'provider_often' : `provider_${row}`;
      reasons.see([outcome(row, { status: 'rejected', code, message: 'm'.repeat(5000) })]);
    }
    const found = reasons.of(TO_ACT_ON);
    expect(found.length).toBeLessThanOrEqual(256);
    expect(found[0]).toMatchObject({ code: 'provider_often', count: 2000, exact: true, lines: { length: 10 } });
    expect(found.at(-1)?.exact).toBe(false);
    expect(JSON.stringify(found).length).toBeLessThan(600_000);
  });
});

it('hands pages on as they are while others hear them', async () => {
  const seen: number[] = [];
  const hearer = { see: (page: readonly { readonly row: number }[]) => seen.push(...page.map(({ row }) => row)) };
  const passed: number[] = [];
  for await (const page of heard(pages([outcome(1)], [outcome(2), outcome(3)]), [hearer])) {
    passed.push(...page.map(({ row }) => row));
    expect(seen).toEqual(passed);
  }
  expect(passed).toEqual([1, 2, 3]);
});
