import { describe, expect, it } from 'vitest';
import { refusedConnection, silence } from '../support/scripted.js';
import { FAST, refuses, START, says, standings, statuses, trial } from './trial.js';

describe('the intent of a call', () => {
  it('is kept before it leaves, for every try and every half', async () => {
    const told = await trial({
      script: [refusedConnection, says('throttled'), refuses(2)],
      rows: 4,
      batchSize: 4,
      perSecond: FAST,
    });
    expect(statuses(told)).toBe('ok rejected ok ok');
    const intents = told.kept.filter(({ write }) => write === 'intend').map(({ rows }) => rows);
    expect(intents).toEqual(told.starts.map(({ rows }) => rows));
    expect(intents).toEqual([[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2], [1], [2], [3, 4]]);
  });

  it('leaves its rows in doubt, where a repeat may harm, with their attempts and the time', async () => {
    const told = await trial({ script: [says('throttled', 429), says('answered')], rows: 2, batchSize: 2 });
    const [first, second] = told.kept.filter(({ write }) => write === 'intend');
    const doubt = { status: 'unknown', code: 'interrupted', httpStatus: null, record: expect.anything() };
    expect(first?.outcomes).toMatchObject([1, 2].map((row) => ({ ...doubt, row, attempts: 1, sentAt: START })));
    const again = START + (told.starts[1]?.at ?? 0);
    expect(second?.outcomes).toMatchObject([1, 2].map((row) => ({ ...doubt, row, attempts: 2, sentAt: again })));
    expect(again).toBeGreaterThan(START);
  });

  it('leaves nothing to be known of its rows where a repeat is harmless, nor does a rest', async () => {
    const script = [refusedConnection, says('throttled'), refuses(1)];
    const told = await trial({ script, rows: 3, batchSize: 3, repeatable: true });
    expect(told.kept.filter(({ write, outcomes }) => write !== 'settle' && outcomes.length > 0)).toEqual([]);
    expect(statuses(told)).toBe('rejected ok ok');
  });

  it('leaves its rows in doubt where a repeat is harmless, once an earlier one brought no answer', async () => {
    const told = await trial({ script: [silence, says('answered')], rows: 2, batchSize: 2, repeatable: true });
    const doubtful = told.kept.filter(({ write, outcomes }) => write !== 'settle' && outcomes.length > 0);
    expect(
      doubtful.map(({ write, outcomes }) => [write, ...outcomes.map(({ status, code }) => `${status} ${code}`)]),
    ).toEqual([['suspend', 'unknown interrupted', 'unknown interrupted']]);
  });
});

describe('should the program end, where a repeat may harm', () => {
  it('a row that waits for its next try is known not to be sent', async () => {
    const told = await trial({ script: [refusedConnection, says('throttled'), says('answered')], perSecond: FAST });
    expect(standings(told, 1)).toEqual([
      'intend: unknown interrupted 1',
      'suspend: not_sent interrupted 1',
      'intend: unknown interrupted 2',
      'suspend: not_sent interrupted 2',
      'intend: unknown interrupted 3',
      'settle: ok  3',
    ]);
  });

  it('a row of a refused batch is known not to be sent until its half leaves, and a half that has its fate keeps it', async () => {
    const told = await trial({ script: [refuses(3)], rows: 3, batchSize: 3 });
    expect(standings(told, 3)).toEqual([
      'intend: unknown interrupted 1, unknown interrupted 1, unknown interrupted 1',
      'suspend: not_sent interrupted 1, not_sent interrupted 1, not_sent interrupted 1',
      'intend: unknown interrupted 2, unknown interrupted 2, not_sent interrupted 1',
      'settle: ok  2, ok  2, not_sent interrupted 1',
      'intend: ok  2, ok  2, unknown interrupted 2',
      'settle: ok  2, ok  2, rejected provider_refused 2',
    ]);
  });

  it('a row that was refused alone is known not to be sent while its batch may yet be refused whole', async () => {
    const told = await trial({ script: [refuses(1)], rows: 2, batchSize: 2 });
    expect(standings(told, 2)).toEqual([
      'intend: unknown interrupted 1, unknown interrupted 1',
      'suspend: not_sent interrupted 1, not_sent interrupted 1',
      'intend: unknown interrupted 2, not_sent interrupted 1',
      'suspend: not_sent interrupted 2, not_sent interrupted 1',
      'intend: not_sent interrupted 2, unknown interrupted 2',
      'settle: not_sent interrupted 2, ok  2',
      'settle: rejected provider_refused 2, ok  2',
    ]);
  });

  it('nothing is written more than once for a batch that is taken', async () => {
    const told = await trial({ script: [says('answered')], rows: 2 });
    expect(told.kept.map(({ write, rows }) => `${write} ${rows}`)).toEqual([
      'intend 1',
      'settle 1',
      'intend 2',
      'settle 2',
    ]);
  });
});

describe('a stop between an intent and its call', () => {
  it.each([true, false])(
    'lets nothing leave, and the rows are not sent (a repeat is harmless: %s)',
    async (repeatable) => {
      const told = await trial({
        script: [says('stop')],
        rows: 3,
        concurrency: 2,
        intendMs: (call) => (call === 1 ? 500 : 0),
        repeatable,
      });
      expect(told.starts.map(({ rows }) => rows)).toEqual([[1]]);
      expect(told.fates).toMatchObject([
        { status: 'not_sent', attempts: 1 },
        { status: 'not_sent', code: 'stopped_credentials', attempts: 0, sentAt: null },
        { status: 'not_sent', attempts: 0 },
      ]);
      expect(told.calls.find(({ rows }) => rows[0] === 2)).toMatchObject({
        durationMs: 0,
        verdict: 'no_reply',
        code: 'not_sent',
      });
      expect(told.tally.calls).toBe(1);
    },
  );

  it('leaves in doubt what an earlier try may have stored', async () => {
    const told = await trial({
      script: [silence, says('stop')],
      rows: 2,
      concurrency: 2,
      intendMs: (call) => [0, 300, 500][call] ?? 0,
      repeatable: true,
    });
    expect(told.starts.map(({ rows }) => rows)).toEqual([[1], [2]]);
    expect(told.fates).toMatchObject([
      { status: 'unknown', code: 'timeout_after_send', attempts: 1 },
      { status: 'not_sent' },
    ]);
  });
});
