import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SourceRecord, STATUSES } from '../../src/model.js';
import { all, folder, ledgerIn, ledgerWithRun, outcome, start } from './support.js';

describe('records', () => {
  it.each(['invalid', 'rejected', 'failed', 'unknown', 'not_sent'] as const)('are kept for %s rows', async (status) => {
    const ledger = await ledgerWithRun();
    await ledger.settle('r', [outcome(1, { status })]);
    expect((await all(ledger.outcomes('r')))[0]?.record).toEqual(['06 39 98 00 01', 'Zoé']);
  });

  it.each(['ok', 'duplicate'] as const)('are not kept for %s rows, whoever hands them in', async (status) => {
    const ledger = await ledgerWithRun();
    await ledger.settle('r', [outcome(1, { status: 'unknown' })]);
    await ledger.settle('r', [outcome(1, { status })]);
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
    const ledger = await ledgerWithRun();
    await ledger.settle('r', [outcome(1, { record })]);
    expect((await all(ledger.outcomes('r')))[0]?.record).toEqual(record);
  });

  it('come back as they were, whatever is in them', async () => {
    const ledger = await ledgerWithRun();
    const text = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.array(text)), async (record) => {
        await ledger.settle('r', [outcome(1, { record })]);
        expect((await all(ledger.outcomes('r')))[0]?.record).toEqual(record);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('outcomes', () => {
  it('come in row order in bounded pages, whatever the order they were settled in', async () => {
    const ledger = await ledgerWithRun();
    const rows = Array.from({ length: 2500 }, (_, index) => ((index * 1777) % 2500) + 1);
    await Promise.all(
      [0, 500, 1000, 1500, 2000].map((from) =>
        ledger.settle(
          'r',
          rows.slice(from, from + 500).map((row) => outcome(row)),
        ),
      ),
    );

    const pages: number[][] = [];
    for await (const page of ledger.outcomes('r')) pages.push(page.map((found) => found.row));
    expect(pages.length).toBeGreaterThan(1);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(1000);
    expect(pages.flat()).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1));
  });

  it('give no empty page', async () => {
    const ledger = await ledgerWithRun();
    for await (const page of ledger.outcomes('r')) expect.fail(`a page of ${page.length}`);
    await ledger.settle(
      'r',
      Array.from({ length: 1000 }, (_, index) => outcome(index + 1)),
    );
    let rows = 0;
    for await (const page of ledger.outcomes('r')) {
      expect(page.length).toBeGreaterThan(0);
      rows += page.length;
    }
    expect(rows).toBe(1000);
  });

  it('are those of the wanted statuses', async () => {
    const ledger = await ledgerWithRun();
    await ledger.settle(
      'r',
      STATUSES.map((status, index) => outcome(index + 1, { status })),
    );
    const rejects = await all(ledger.outcomes('r', ['rejected', 'invalid']));
    expect(rejects.map((found) => found.status)).toEqual(['invalid', 'rejected']);
    expect(await all(ledger.outcomes('r', []))).toEqual([]);
  });

  it('can be read while another connection writes, which sees what is read still ahead', async () => {
    const state = await folder();
    const [writer, reader] = [await ledgerIn(state), await ledgerIn(state)];
    await writer.begin(start());
    await writer.settle(
      'r',
      Array.from({ length: 1500 }, (_, index) => outcome(index + 1)),
    );

    const messages = new Map<number, string>();
    let next = 1501;
    for await (const page of reader.outcomes('r')) {
      for (const { row, message } of page) messages.set(row, message);
      if (next < 1504)
        await writer.settle(
          'r',
          [1, 1500, next].map((row) => outcome(row, { message: 'later' })),
        );
      next += 1;
    }
    expect(messages.get(1)).toBe('connection refused');
    expect(messages.get(1500)).toBe('later');
    expect(messages.get(1501)).toBe('later');
  });

  it('show a NUL, which SQLite cannot give back, as a replacement character', async () => {
    const ledger = await ledgerWithRun();
    await ledger.settle('r', [outcome(1, { phone: '06\u000039', message: '\0' })]);
    expect(await all(ledger.outcomes('r'))).toMatchObject([{ phone: '06\ufffd39', message: '\ufffd' }]);
  });
});

describe('counts', () => {
  it('are nought for every status before anything is settled', async () => {
    const ledger = await ledgerWithRun();
    expect(await ledger.counts('r')).toEqual({
      counts: { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 },
      results: {},
    });
  });

  it('count the latest fate of each row once, and the words of the ok rows', async () => {
    const ledger = await ledgerWithRun();
    await ledger.settle(
      'r',
      [1, 2, 3, 4, 5].map((row) => outcome(row)),
    );
    await ledger.settle('r', [
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
