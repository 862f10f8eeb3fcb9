import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../src/model.js';
import { refusedConnection, type Scripted, silence } from '../support/scripted.js';
import { FAST, refuses, says, statuses, type Told, trial } from './trial.js';

/** Meets each request so often with this before it takes it. */
function atFirst(times: number, fault: Scripted): Scripted {
  const met = new Map<string, number>();
  return ({ body = '' }: HttpRequest) => {
    const before = met.get(body) ?? 0;
    met.set(body, before + 1);
    return before < times ? fault : says('answered');
  };
}

function count({ fates }: Told, status: string): number {
  return fates.filter((fate) => fate.status === status).length;
}

describe('tries of a run', () => {
  it('end it as an outage after twenty and one for every ten calls, and what may be stored is unknown', async () => {
    const told = await trial({ script: [atFirst(1, silence)], rows: 60, repeatable: true });
    expect(told.ending?.stop).toBe('outage');
    expect(told.ending?.reason).toContain('fails too often');
    // 23 first calls allow 22 tries.
    expect(told.tally).toMatchObject({ calls: 45, retries: 22 });
    expect(statuses(told)).toBe([...Array(22).fill('ok'), 'unknown', ...Array(37).fill('not_sent')].join(' '));
    expect(told.fates[22]).toMatchObject({ code: 'timeout_after_send', attempts: 1 });
  });

  it('leave what certainly is not stored not sent, whatever a repeat does', async () => {
    for (const repeatable of [true, false]) {
      const told = await trial({ script: [atFirst(1, refusedConnection)], rows: 60, repeatable });
      expect(told.ending?.stop).toBe('outage');
      expect(statuses(told)).toBe([...Array(22).fill('ok'), ...Array(38).fill('not_sent')].join(' '));
      expect(told.fates[22]).toMatchObject({ code: 'stopped_outage', attempts: 1, sentAt: null });
    }
  });

  it('are many in a long run', async () => {
    const flaky = atFirst(1, silence);
    const script: Scripted[] = [(request) => (Number(request.body) % 10 === 0 ? flaky : says('answered'))];
    const told = await trial({ script, rows: 1000, repeatable: true });
    expect(told.ending).toBeUndefined();
    expect(told.tally.retries).toBe(100);
    expect(count(told, 'ok')).toBe(1000);
  });

  it.each<[string, Scripted]>([
    ['throttled', says('throttled 1000')],
    ['unsure', says('unsure 1000')],
  ])('are not spent by waits that the provider asks for: %s', async (_, fault) => {
    const told = await trial({ script: [atFirst(2, fault)], rows: 60, repeatable: true, perSecond: FAST });
    expect(told.ending).toBeUndefined();
    expect(count(told, 'ok')).toBe(60);
    expect(told.tally.retries).toBe(120);
  });
});

describe('errors that are too many', () => {
  it.each<[string, Scripted, string]>([
    ['rejected', says('refused'), 'rejected'],
    ['unknown', says('each unknown'), 'unknown'],
    ['failed', says('throttled'), 'failed'],
  ])('end the run: %s', async (_, answer, status) => {
    const concurrency = 4;
    const told = await trial({
      script: [answer],
      rows: 50,
      concurrency,
      maxErrors: { rows: 3 },
      maxRetries: 0,
      perSecond: FAST,
      latencyMs: (call) => 100 + 7 * call,
    });
    expect(told.ending?.stop).toBe('errors');
    expect(told.ending?.reason).toBe('4 rows were rejected, failed or unknown, more than --max-errors 3');
    // No more than those that were in flight by then.
    expect(count(told, status)).toBeGreaterThanOrEqual(4);
    expect(told.starts.length).toBeLessThanOrEqual(4 + concurrency - 1);
    const rest = told.fates.filter((fate) => fate.status !== status);
    expect(rest.length).toBeGreaterThan(40);
    for (const fate of rest) expect(fate).toMatchObject({ status: 'not_sent', code: 'stopped_errors' });
  });

  it('are none as long as they are as many as they may be', async () => {
    const told = await trial({ script: [refuses(1, 2, 3)], rows: 20, maxErrors: { rows: 3 } });
    expect(told.ending).toBeUndefined();
    expect(count(told, 'ok')).toBe(17);
  });

  it('may be a share, from the hundredth row on', async () => {
    const told = await trial({
      script: [refuses(...Array.from({ length: 30 }, (_, index) => 5 * index + 5))],
      rows: 150,
      concurrency: 3,
      maxErrors: { percent: 10 },
    });
    expect(told.ending).toMatchObject({
      stop: 'errors',
      reason: '20 of 100 rows were rejected, failed or unknown, more than --max-errors 10%',
    });
    expect(told.starts.length).toBeLessThanOrEqual(102);
    expect(count(told, 'not_sent')).toBe(150 - told.starts.length);
  });

  it('end a batch between its halves', async () => {
    const told = await trial({
      script: [refuses(3, 7)],
      rows: 16,
      batchSize: 8,
      maxErrors: { rows: 0 },
    });
    expect(told.starts.map(({ rows }) => rows)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4], [1, 2], [3, 4], [3]]);
    expect(statuses(told)).toBe(['ok ok rejected', ...Array(13).fill('not_sent')].join(' '));
    expect(told.fates[3]).toMatchObject({ code: 'stopped_errors', attempts: 3 });
  });
});
