import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../../src/errors.js';
import type { Batch, Outcome } from '../../src/model.js';
import type { FakeClock } from '../support/fakeClock.js';
import { refusedConnection, type Scripted, silence } from '../support/scripted.js';
import { contactIn, type Event, says, statuses, type Told, type Trial, trial } from './trial.js';

async function* batchesOfOne(count: number, pulled: (row: number) => void): AsyncGenerator<Batch> {
  for (let row = 1; row <= count; row += 1) {
    pulled(row);
    const contact = contactIn(row);
    yield { contacts: [contact], call: contact.call };
  }
}

describe('delivery', () => {
  it('pulls no more than a small window ahead of what is settled', async () => {
    let pulled = 0;
    let settled = 0;
    let furthest = 0;
    const told = await trial({
      script: [says('answered')],
      source: () =>
        batchesOfOne(200, (row) => {
          pulled = row;
        }),
      concurrency: 3,
      settle: async (outcomes) => {
        furthest = Math.max(furthest, pulled - settled);
        settled += outcomes.length;
      },
    });
    expect(told.fates).toHaveLength(200);
    expect(furthest).toBeLessThanOrEqual(6);
  });

  it('never has more calls at once than it may, and uses them all', async () => {
    const told = await trial({ script: [says('answered')], rows: 30, concurrency: 4 });
    expect(told.mostInFlight).toBe(4);
  });

  it('reads the rest on after a stop, so that every row gets its fate', async () => {
    const told = await trial({ script: [says('stop')], rows: 500, concurrency: 2 });
    expect(told.fates).toHaveLength(500);
    expect(told.starts).toHaveLength(2);
  });

  it('is over at once when there is nothing', async () => {
    const told = await trial({ script: [], rows: 0 });
    expect(told).toMatchObject({ fates: [], starts: [], ending: undefined, fault: undefined });
  });

  it('stops sending when fates cannot be kept, and rejects with that error after the calls in flight', async () => {
    const full = new StorageError('the disk is full');
    let kept = 0;
    let pulled = 0;
    const told = await trial({
      script: [says('answered')],
      source: () =>
        batchesOfOne(100, (row) => {
          pulled = row;
        }),
      concurrency: 3,
      latencyMs: (call) => 100 + call,
      settle: async () => {
        kept += 1;
        if (kept > 4) throw full;
      },
    });
    expect(told.fault).toBe(full);
    expect(told.ending?.stop).toBe('ledger');
    expect(statuses(told)).toBe('ok ok ok ok');
    // The fifth cannot be kept while two others are in flight.
    expect(told.events.filter(({ end }) => end === 'answered')).toHaveLength(7);
    expect(told.starts).toHaveLength(7);
    expect(pulled).toBeLessThan(15);
  });

  it('rejects when the last fates cannot be kept', async () => {
    const full = new StorageError('the disk is full');
    const told = await trial({ script: [says('answered')], settle: () => Promise.reject(full) });
    expect(told.fault).toBe(full);
  });

  it('rejects when the batches cannot be read, after what was read has its fate', async () => {
    const broken = new Error('a bug');
    async function* source(clock: FakeClock): AsyncGenerator<Batch> {
      for await (const batch of batchesOfOne(3, () => {})) {
        yield batch;
        await clock.sleep(10);
      }
      throw broken;
    }
    const told = await trial({ script: [says('answered')], source, concurrency: 2 });
    expect(told.fault).toBe(broken);
    expect(statuses(told)).toBe('ok ok not_sent');
    expect(told.starts).toHaveLength(2);
  });

  it('rejects with a fault of the program itself', async () => {
    const told = await trial({ script: [says('nonsense')], rows: 3 });
    expect(told.fault).toEqual(new Error('no such word: nonsense'));
    expect(told.starts).toHaveLength(1);
  });
});

const LIMIT = 5;
const THROTTLED = /^throttled/;
const NEVER_LEFT = 'connection_refused';
const NOT_STORED = /^(throttled|connection_refused|refused together)/;
const TOGETHER = 'refused together';
const DOUBTFUL = /^(unsure|timeout_after_send)/;

const anyAnswer: fc.Arbitrary<Scripted> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('answered', 'answered', 'answered 700').map((words) => says(words)) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom('ok', 'rejected', 'unknown', '-'), { maxLength: 5 })
      .map((answers) => says(['each', ...answers].join(' '))),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('throttled', 'throttled 400', 'throttled 4000', 'unsure', 'unsure 900', 'refused')
      .map((words) => says(words)),
  },
  { weight: 5, arbitrary: fc.constantFrom(refusedConnection, silence) },
  { weight: 1, arbitrary: fc.constantFrom('stop', 'throttled 90000', 'answered 90000').map((words) => says(words)) },
);

type Given = Trial & Required<Pick<Trial, 'rows' | 'repeatable' | 'concurrency'>>;

const anyTrial: fc.Arbitrary<Given> = fc
  .record({
    script: fc.array(anyAnswer, { minLength: 1, maxLength: 40 }),
    rows: fc.nat(40),
    batchSize: fc.integer({ min: 1, max: 5 }),
    concurrency: fc.integer({ min: 1, max: 8 }),
    perSecond: fc.constantFrom(0.7, 2, 10, Number.POSITIVE_INFINITY),
    maxRetries: fc.nat(4),
    maxWaitMs: fc.constantFrom(0, 5000, 60_000),
    repeatable: fc.boolean(),
    latencies: fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 10 }),
    jitter: fc.constantFrom(0, 0.5, 0.99),
  })
  .map(({ latencies, jitter, ...rest }) => ({
    ...rest,
    latencyMs: (call: number) => latencies[call % latencies.length] ?? 1,
    random: () => jitter,
  }));

/** What came back from the calls with a row, in their order; `refused together` where the row was not alone. */
function endsOf(row: number, events: readonly Event[]): readonly string[] {
  return events.flatMap(({ rows, end }) => {
    if (end === undefined || !rows.includes(row)) return [];
    return end === 'refused' && rows.length > 1 ? TOGETHER : end;
  });
}

/** Walks through the events and tells of each call that began what had come back before. */
function eachStart(events: readonly Event[], look: (start: Event, before: readonly Event[]) => void): void {
  for (const [index, event] of events.entries()) if (event.end === undefined) look(event, events.slice(0, index));
}

function obeys(law: (told: Told, given: Given) => void): Promise<void> {
  return fc.assert(
    fc.asyncProperty(anyTrial, async (given) => {
      const told = await trial(given);
      expect(told.fault).toBeUndefined();
      law(told, given);
    }),
    { seed: 7, numRuns: 250 },
  );
}

describe('under any script of faults', () => {
  it('every row has one fate, and only an outage ever changes one: from failed to not sent', () =>
    obeys(({ fates, settled, ending }, { rows }) => {
      expect(fates.map(({ row }) => row)).toEqual(Array.from({ length: rows }, (_, index) => index + 1));
      const first = new Map<number, Outcome>();
      for (const outcome of settled) {
        const before = first.get(outcome.row);
        first.set(outcome.row, outcome);
        if (before === undefined) continue;
        expect(`${ending?.stop}: ${before.status}, ${outcome.status}`).toBe('outage: failed, not_sent');
        expect(settled.filter(({ row }) => row === outcome.row)).toHaveLength(2);
      }
    }));

  it('a row is ok only when an answer says so, and unknown only when in doubt', () =>
    obeys(({ fates, events }) => {
      for (const { row, status } of fates) {
        const ends = endsOf(row, events);
        const last = ends.at(-1) ?? '';
        if (status === 'ok') expect(last).toMatch(/^answered|^each.* ok/);
        if (status === 'rejected') expect(last).toMatch(/^refused$|^each.* rejected/);
        if (status === 'unknown') expect(ends.some((end) => DOUBTFUL.test(end)) || last.startsWith('each')).toBe(true);
      }
    }));

  it('a row that may be stored is never called failed or not sent', () =>
    obeys(({ fates, events }) => {
      for (const { row, status } of fates) {
        // Where a whole batch is refused, row by row, nothing is rejected: the run stops.
        const certain = status === 'not_sent' ? /^(throttled|stop|connection_refused|refused)/ : NOT_STORED;
        if (status !== 'failed' && status !== 'not_sent') continue;
        for (const end of endsOf(row, events)) expect(end).toMatch(certain);
      }
    }));

  it('a row is not sent only when the run ended before its time', () =>
    obeys(({ fates, ending }) => {
      if (ending === undefined) expect(fates.map(({ status }) => status)).not.toContain('not_sent');
    }));

  it('nothing that may have reached a person is sent again', () =>
    obeys(({ events }, { rows, repeatable }) => {
      if (repeatable) return;
      for (let row = 1; row <= rows; row += 1) {
        const mayHave = endsOf(row, events).filter((end) => !NOT_STORED.test(end));
        expect(mayHave.length).toBeLessThanOrEqual(1);
      }
    }));

  it('nothing is sent again after an answer about it', () =>
    obeys(({ events }) => {
      eachStart(events, ({ rows }, before) => {
        for (const row of rows) {
          expect(endsOf(row, before).filter((end) => /^(answered|each|refused$|stop)/.test(end))).toEqual([]);
        }
      });
    }));

  it('what is refused together goes again in halves, and nothing else is taken apart', () =>
    obeys(({ events }) => {
      eachStart(events, ({ rows }, before) => {
        const last = before
          .filter(({ rows: earlier, end }) => end !== undefined && earlier.includes(rows[0] ?? 0))
          .at(-1);
        if (last === undefined) return;
        const middle = Math.ceil(last.rows.length / 2);
        const halves = [last.rows.slice(0, middle), last.rows.slice(middle)];
        if (last.end !== 'refused') expect(rows).toEqual(last.rows);
        else expect(halves).toContainEqual(rows);
      });
    }));

  it('nothing starts after a stop, or beyond what may run at once', () =>
    obeys(({ events, mostInFlight }, { concurrency }) => {
      eachStart(events, (_, before) => expect(before.map(({ end }) => end)).not.toContain('stop'));
      expect(mostInFlight).toBeLessThanOrEqual(concurrency);
    }));

  it('nothing starts while the provider asks for quiet', () =>
    obeys(({ events }) => {
      eachStart(events, ({ at }, before) => {
        for (const { at: askedAt, end = '' } of before) {
          const pauseMs = Number(/^\w+ (\d+)$/.exec(end)?.[1] ?? 0);
          expect(at).toBeGreaterThanOrEqual(askedAt + pauseMs);
        }
      });
    }));

  it('no batch begins while the provider stays away, and where a repeat may harm none goes on', () =>
    obeys(({ events }, { concurrency, repeatable }) => {
      eachStart(events, ({ rows: [row = 0] }, before) => {
        let silent = 0;
        for (const { end } of before) {
          if (end !== undefined) silent = end === NEVER_LEFT || DOUBTFUL.test(end) ? silent + 1 : 0;
        }
        const mayGoOn = repeatable && endsOf(row, before).length > 0;
        if (!mayGoOn) expect(silent).toBeLessThan(Math.max(LIMIT, concurrency));
      });
    }));

  it('attempts, times and the tally tell what was sent', () =>
    obeys(({ fates, events, starts, calls, tally }) => {
      expect(tally.calls).toBe(starts.length);
      expect(tally.retries).toBe(starts.length - new Set(starts.map(({ rows }) => rows.join())).size);
      expect(tally.throttled).toBe(events.filter(({ end }) => THROTTLED.test(end ?? '')).length);
      // What was stopped before it left has an end, too.
      expect(calls.filter(({ code }) => code !== 'not_sent')).toHaveLength(starts.length);
      for (const { row, attempts, sentAt, httpStatus } of fates) {
        const ends = endsOf(row, events);
        expect(attempts).toBe(ends.length);
        expect(sentAt === null).toBe(ends.every((end) => end === NEVER_LEFT));
        expect(httpStatus === null).toBe(/^(|connection_refused|timeout_after_send)$/.test(ends.at(-1) ?? ''));
      }
    }));
});
