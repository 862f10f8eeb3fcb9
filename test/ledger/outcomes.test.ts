import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fate } from '../../src/ledger/ledger.js';
import { type SourceRecord, STATUSES } from '../../src/model.js';
import { all, folder, ledgerIn, ledgerWithRun, outcome, start } from './support.js';

describe('records', () => {
  it.each(['invalid', 'rejected', 'failed', 'unknown', 'not_sent'] as const)('are kept for %s rows', async (status) => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([outcome(1, { status })]);
    expect((await all(ledger.outcomes('r')))[0]?.record).toEqual(['06 39 98 00 01', 'Zoé']);
  });

  it.each(['ok', 'duplicate'] as const)('are not kept for %s rows, whoever hands them in', async (status) => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([outcome(1, { status: 'unknown' })]);
    await session.settle([outcome(1, { status })]);
    expect((await all(ledger.outcomes('r')))[0]?.record).toBeNull();
  });

  it.each<SourceRecord>([
    '["06 39 98 00 01"]',
    '{"mobile": 1.0,\n "name":"Zo\\u00e9"}',
    '"text"',
    'no JSON \0 at all',
    '',
    [],
    [''],
    ['"', 'a\nb', 'nul\0', 'half \ud83d'],
  ])('come back as they were: %j', async (record) => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([outcome(1, { record })]);
    expect((await all(ledger.outcomes('r')))[0]?.record).toEqual(record);
  });

  it('come back as they were, whatever is in them', async () => {
    const { ledger, session } = await ledgerWithRun();
    const text = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.array(text)), async (record) => {
        await session.settle([outcome(1, { record })]);
        expect((await all(ledger.outcomes('r')))[0]?.record).toEqual(record);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('outcomes', () => {
  it('come in row order in bounded pages, whatever the order they were settled in', async () => {
    const { ledger, session } = await ledgerWithRun();
    const rows = Array.from({ length: 2500 }, (_, index) => ((index * 1777) % 2500) + 1);
    await Promise.all(
      [0, 500, 1000, 1500, 2000].map((from) => session.settle(rows.slice(from, from + 500).map((row) => outcome(row)))),
    );

    const pages: number[][] = [];
    for await (const page of ledger.outcomes('r')) pages.push(page.map((found) => found.row));
    expect(pages.length).toBeGreaterThan(1);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(1000);
    expect(pages.flat()).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1));
  });

  it('give no empty page', async () => {
    const { ledger, session } = await ledgerWithRun();
    for await (const page of ledger.outcomes('r')) expect.fail(`a page of ${page.length}`);
    await session.settle(Array.from({ length: 1000 }, (_, index) => outcome(index + 1)));
    let rows = 0;
    for await (const page of ledger.outcomes('r')) {
      expect(page.length).toBeGreaterThan(0);
      rows += page.length;
    }
    expect(rows).toBe(1000);
  });

  it('are those of the wanted statuses', async () => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle(STATUSES.map((status, index) => outcome(index + 1, { status })));
    const rejects = await all(ledger.outcomes('r', ['rejected', 'invalid']));
    expect(rejects.map((found) => found.status)).toEqual(['invalid', 'rejected']);
    expect(await all(ledger.outcomes('r', []))).toEqual([]);
  });

  it('can be read while another connection writes, which sees what is read still ahead', async () => {
    const state = await folder();
    const [writer, reader] = [await ledgerIn(state), await ledgerIn(state)];
    const session = await writer.begin(start(), null);
    await session.settle(Array.from({ length: 1500 }, (_, index) => outcome(index + 1)));

    const messages = new Map<number, string>();
    let next = 1501;
    for await (const page of reader.outcomes('r')) {
      for (const { row, message } of page) messages.set(row, message);
      if (next < 1504) await session.settle([1, 1500, next].map((row) => outcome(row, { message: 'later' })));
      next += 1;
    }
    expect(messages.get(1)).toBe('connection refused');
    expect(messages.get(1500)).toBe('later');
    expect(messages.get(1501)).toBe('later');
  });

  it('show a NUL, which SQLite cannot give back, as a replacement character', async () => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([outcome(1, { phone: '06\u000039', message: '\0' })]);
    expect(await all(ledger.outcomes('r'))).toMatchObject([{ phone: '06\ufffd39', message: '\ufffd' }]);
  });
});

describe('fates', () => {
  it('come in row order over all pages, whatever their status, with what resuming needs and no more', async () => {
    const { ledger, session } = await ledgerWithRun();
    const rows = Array.from({ length: 601 }, (_, index) => index + 1);
    const statusOf = (row: number) => STATUSES[row % STATUSES.length] ?? 'ok';
    await session.settle(
      [...rows]
        .reverse()
        .map((row) =>
          outcome(row, { status: statusOf(row), code: `c${row}`, attempts: 2, httpStatus: 503, sentAt: row }),
        ),
    );

    const pages: (readonly Fate[])[] = [];
    for await (const page of ledger.fates('r')) pages.push(page);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.every((page) => page.length > 0)).toBe(true);
    expect(pages.flat()).toEqual(
      rows.map((row) => ({
        row,
        line: row + 1,
        phone: '+33639980001',
        status: statusOf(row),
        code: `c${row}`,
        attempts: 2,
        httpStatus: 503,
        sentAt: row,
      })),
    );
  });

  it('are none before anything is settled, and refused for a run that never began', async () => {
    const { ledger } = await ledgerWithRun();
    expect(await all(ledger.fates('r'))).toEqual([]);
    await expect(all(ledger.fates('x'))).rejects.toThrow('the ledger has no run x');
  });
});

describe('counts', () => {
  it('are nought for every status before anything is settled', async () => {
    const { ledger } = await ledgerWithRun();
    expect(await ledger.counts('r')).toEqual({
      counts: { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 },
      results: {},
    });
  });

  it('count the latest fate of each row once, and the words of the ok rows', async () => {
    const { ledger, session } = await ledgerWithRun();
    await session.settle([1, 2, 3, 4, 5].map((row) => outcome(row)));
    await session.settle([
      outcome(1, { status: 'ok', result: 'added' }),
      outcome(2, { status: 'ok', result: 'added' }),
      outcome(3, { status: 'ok', result: 'updated' }),
      outcome(4, { status: 'duplicate' }),
    ]);
    expect(await ledger.counts('r')).toEqual({
      counts: { ok: 3, duplicate: 1, invalid: 0, rejected: 0, failed: 1, unknown: 0, not_sent: 0 },
      results: { added: 2, updated: 1 },
    });
  });
});
