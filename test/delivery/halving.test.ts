import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch, Contact } from '../../src/model.js';
import { refusedConnection, silence } from '../support/scripted.js';
import { contactIn, FAST, refuses, says, statuses, trial } from './trial.js';

const batchOf = (...contacts: readonly Contact[]): Batch => {
  const [first] = contacts;
  if (first === undefined) throw new Error('a batch without a contact');
  return { contacts, call: first.call };
};

/** A contact with the number of another row, for another list. */
const sameAs = (other: number, row: number, key: string): Contact => ({
  ...contactIn(row, key),
  digits: contactIn(other).digits,
});

async function* eachOf(batches: readonly Batch[]): AsyncGenerator<Batch> {
  yield* batches;
}

/** A size of a batch, and which rows of it are bad, but not all. */
const someBad = fc.integer({ min: 2, max: 70 }).chain((rows) =>
  fc.record({
    rows: fc.constant(rows),
    bad: fc.uniqueArray(fc.integer({ min: 1, max: rows }), { minLength: 1, maxLength: Math.min(12, rows - 1) }),
    repeatable: fc.boolean(),
  }),
);

describe('a batch that is refused', () => {
  it('takes at most 2·k·⌈log₂ n⌉ calls more for k bad contacts of n, and every contact gets its own fate', async () => {
    await fc.assert(
      fc.asyncProperty(someBad, async ({ rows, bad, repeatable }) => {
        const told = await trial({ script: [refuses(...bad)], rows, batchSize: rows, repeatable });
        for (const { row, status, code, attempts } of told.fates) {
          expect(`${status} ${code}`).toBe(bad.includes(row) ? 'rejected provider_refused' : 'ok ');
          expect(attempts).toBe(told.starts.filter((start) => start.rows.includes(row)).length);
          expect(attempts).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(rows)));
        }
        expect(told.fates).toHaveLength(rows);
        expect(told.starts.length - 1).toBeLessThanOrEqual(2 * bad.length * Math.ceil(Math.log2(rows)));
        expect(told.tally).toEqual({ calls: told.starts.length, retries: 0, throttled: 0 });
      }),
      { seed: 31, numRuns: 150 },
    );
  });

  it('goes on in halves, first half first', async () => {
    const told = await trial({ script: [refuses(4)], rows: 7, batchSize: 7 });
    expect(told.starts.map(({ rows }) => rows)).toEqual([
      [1, 2, 3, 4, 5, 6, 7],
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
      [3],
      [4],
      [5, 6, 7],
    ]);
  });

  it('keeps to the pace and to what may run at once', async () => {
    const told = await trial({ script: [refuses(1, 5, 9)], rows: 16, batchSize: 4, concurrency: 2, perSecond: 2 });
    expect(told.mostInFlight).toBeLessThanOrEqual(2);
    for (const [index, { at }] of told.starts.entries()) expect(at).toBeGreaterThanOrEqual(500 * index);
  });

  it('neither spends nor earns tries of the run', async () => {
    const odd = Array.from({ length: 32 }, (_, index) => 2 * index + 1);
    const later = Array.from({ length: 60 }, (_, index) => batchOf(contactIn(65 + index)));
    const heard = new Set<string>();
    const told = await trial({
      // After the batch, each call is met with silence at first.
      script: [
        (request) => {
          const { body = '' } = request;
          if (body.includes(' ') || Number(body) <= 64) return refuses(...odd);
          if (heard.has(body)) return says('answered');
          heard.add(body);
          return silence;
        },
      ],
      source: () => eachOf([batchOf(...Array.from({ length: 64 }, (_, index) => contactIn(index + 1))), ...later]),
      batchSize: 64,
      repeatable: true,
    });
    // 24 first calls: 20 tries, and 2 more.
    expect(told.tally.retries).toBe(22);
    expect(told.ending?.stop).toBe('outage');
  });
});

describe('a number that was found bad', () => {
  const again = [
    batchOf(contactIn(1, 'a'), contactIn(2, 'a')),
    batchOf(sameAs(1, 3, 'b'), sameAs(2, 4, 'b')),
    batchOf(sameAs(1, 5, 'c')),
  ];

  it('is rejected without a call when it comes again with other call fields', async () => {
    const told = await trial({ script: [refuses(1)], source: () => eachOf(again), batchSize: 2, repeatable: true });
    expect(statuses(told)).toBe('rejected ok rejected ok rejected');
    for (const row of [3, 5]) {
      expect(told.fates[row - 1]).toMatchObject({
        code: 'provider_refused',
        message: 'refused before, in row 1: the provider says: refused',
        attempts: 0,
        sentAt: null,
        record: expect.anything(),
      });
      expect(told.starts.flatMap(({ rows }) => rows)).not.toContain(row);
    }
  });

  it('is not called bad when its whole list is refused', async () => {
    const lists = [
      batchOf(contactIn(1, 'a'), contactIn(2, 'a')),
      batchOf(contactIn(3, 'b'), contactIn(4, 'b')),
      batchOf(sameAs(3, 5, 'c'), sameAs(4, 6, 'c')),
    ];
    const told = await trial({ script: [refuses(3, 4)], source: () => eachOf(lists), batchSize: 2, repeatable: true });
    expect(statuses(told)).toBe('ok ok rejected rejected ok ok');
  });
});

describe('a batch of which every row is refused', () => {
  const all = [1, 2, 3, 4];

  it('with one code, before any was taken, ends the run: the fault is that of the call', async () => {
    const told = await trial({ script: [refuses(...all)], rows: 10, batchSize: 4, concurrency: 1 });
    expect(told.ending).toEqual({
      stop: 'settings',
      reason: 'the provider refuses every row of a whole batch: the provider says: refused',
    });
    expect(new Set(told.settled.map(({ status, code }) => `${status} ${code}`))).toEqual(
      new Set(['not_sent stopped_settings']),
    );
    expect(told.fates.map(({ attempts }) => attempts)).toEqual([3, 3, 3, 3, 0, 0, 0, 0, 0, 0]);
    expect(told.fates[0]?.sentAt).not.toBeNull();
    expect(told.starts).toHaveLength(7);
  });

  it('says no whole number when it ends the run', async () => {
    const told = await trial({ script: [says('refused +33612345678')], rows: 2, batchSize: 2 });
    expect(told.ending?.stop).toBe('settings');
    expect(told.ending?.reason).not.toContain('612345678');
  });

  it('with one code, after one was taken, is rejected row by row', async () => {
    const told = await trial({ script: [refuses(3, 4)], rows: 6, batchSize: 2 });
    expect(told.ending).toBeUndefined();
    expect(statuses(told)).toBe('ok ok rejected rejected ok ok');
  });

  it('with one code, after one was taken by an earlier session, is rejected row by row', async () => {
    const told = await trial({ script: [refuses(...all)], rows: 5, batchSize: 4, confirmed: true });
    expect(told.ending).toBeUndefined();
    expect(statuses(told)).toBe('rejected rejected rejected rejected ok');
  });

  it('with two codes, is rejected row by row', async () => {
    const told = await trial({
      script: [({ body = '' }) => says(body === '3' ? 'refused_otherwise' : 'refused')],
      rows: 4,
      batchSize: 4,
    });
    expect(told.ending).toBeUndefined();
    expect(told.fates.map(({ status, code }) => `${status} ${code}`)).toEqual([
      'rejected provider_refused',
      'rejected provider_refused',
      'rejected provider_refused_otherwise',
      'rejected provider_refused',
    ]);
  });

  it('but for some that are in doubt, is rejected row by row', async () => {
    const told = await trial({
      script: [says('refused'), silence, refuses(3, 4)],
      rows: 5,
      batchSize: 4,
    });
    expect(told.ending).toBeUndefined();
    expect(statuses(told)).toBe('unknown unknown rejected rejected ok');
  });

  it('of one, is rejected', async () => {
    const told = await trial({ script: [says('refused')], rows: 2 });
    expect(told.ending).toBeUndefined();
    expect(statuses(told)).toBe('rejected rejected');
  });
});

describe('midway through the halves', () => {
  it('a request to wait is obeyed, and the half goes again', async () => {
    const told = await trial({
      script: [says('refused'), says('throttled 5000'), refuses(1)],
      rows: 4,
      batchSize: 4,
      perSecond: FAST,
    });
    expect(statuses(told)).toBe('rejected ok ok ok');
    expect(told.starts.map(({ rows }) => rows)).toEqual([[1, 2, 3, 4], [1, 2], [1, 2], [1], [2], [3, 4]]);
    expect(told.starts[2]?.at).toBe(5000 + (told.starts[1]?.at ?? 0) + 100);
    expect(told.fates.map(({ attempts }) => attempts)).toEqual([4, 4, 2, 2]);
    expect(told.tally.retries).toBe(1);
  });

  it('silence leaves the half in doubt where a repeat may harm, and the other goes on', async () => {
    const told = await trial({ script: [says('refused'), silence, says('answered')], rows: 4, batchSize: 4 });
    expect(statuses(told)).toBe('unknown unknown ok ok');
    expect(told.starts).toHaveLength(3);
  });

  it('silence is answered by another try where a repeat is harmless', async () => {
    const told = await trial({
      script: [says('refused'), silence, says('answered')],
      rows: 4,
      batchSize: 4,
      repeatable: true,
    });
    expect(statuses(told)).toBe('ok ok ok ok');
    expect(told.tally.retries).toBe(1);
  });

  it('a stop leaves the rest not sent, and keeps what is certain', async () => {
    const told = await trial({
      script: [says('refused'), says('refused'), says('refused'), says('answered'), says('stop')],
      rows: 4,
      batchSize: 4,
    });
    expect(statuses(told)).toBe('rejected ok not_sent not_sent');
    expect(told.fates.map(({ attempts }) => attempts)).toEqual([3, 3, 2, 2]);
  });

  it('a stop rejects what was refused alone before, also where nothing was taken', async () => {
    const told = await trial({
      script: [says('refused'), says('refused'), says('refused'), says('stop')],
      rows: 4,
      batchSize: 4,
    });
    expect(told.fates.map(({ status, code }) => `${status} ${code}`)).toEqual([
      'rejected provider_refused',
      'not_sent stopped_credentials',
      'not_sent stopped_credentials',
      'not_sent stopped_credentials',
    ]);
    expect(told.fates.map(({ attempts }) => attempts)).toEqual([3, 3, 1, 1]);
  });

  it('tries that end leave the half failed', async () => {
    const told = await trial({
      script: [says('refused'), refusedConnection, refusedConnection, says('answered')],
      rows: 4,
      batchSize: 4,
      maxRetries: 1,
    });
    expect(told.fates.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual([
      'failed 3',
      'failed 3',
      'ok 2',
      'ok 2',
    ]);
  });

  it.each([
    ['a stop of their own', [says('stop')], 'unknown unknown unknown unknown'],
    ['a stop of the other half', [says('answered'), says('stop')], 'ok ok unknown unknown'],
    ['tries that end', [refusedConnection], 'unknown unknown unknown unknown'],
  ])('contacts that an earlier call may have stored stay in doubt after %s', async (_, then, expected) => {
    const told = await trial({
      script: [silence, says('refused'), ...then],
      rows: 4,
      batchSize: 4,
      maxRetries: 1,
      repeatable: true,
    });
    expect(statuses(told)).toBe(expected);
  });
});
