import { describe, expect, it } from 'vitest';
import { refusedConnection, type Scripted, silence } from '../support/scripted.js';
import { afterRests, FAST, says, statuses, times, trial } from './trial.js';

function repeat(times: number, step: Scripted): readonly Scripted[] {
  return Array.from({ length: times }, () => step);
}

describe('a wait that the provider asks for', () => {
  it('holds the whole run, not one call', async () => {
    const latencyMs = (call: number): number => (call === 0 ? 100 : 150);
    const told = await trial({
      script: [says('throttled 5000'), says('answered')],
      rows: 6,
      concurrency: 2,
      perSecond: FAST,
      latencyMs,
    });
    // The second call began before the answer to the first.
    expect(times(told).slice(0, 3)).toEqual([0, 1.01, 5100]);
    expect(statuses(told)).toBe('ok ok ok ok ok ok');
    expect(told.said.slice(0, 2)).toEqual([
      'slowing down to 9 calls/s: the provider says: throttled 5000',
      'waiting 5 s: the provider says: throttled 5000',
    ]);
  });

  it.each([
    ['an answer', 'answered', 'ok'],
    ['a refusal', 'refused', 'rejected'],
    ['an answer that cannot be trusted', 'unsure', 'unknown'],
  ])('is obeyed after %s too', async (_, kind, status) => {
    const told = await trial({ script: [says(`${kind} 3000`), says('answered')], rows: 2 });
    expect(times(told)).toEqual([0, 3100]);
    expect(statuses(told)).toBe(`${status} ok`);
  });

  it('is not shortened by a shorter one', async () => {
    const told = await trial({
      script: [says('throttled 9000'), says('answered 1000'), says('answered')],
      rows: 4,
      concurrency: 2,
      perSecond: FAST,
      latencyMs: (call) => 100 + call,
    });
    expect(times(told)[2]).toBe(9100);
  });

  it('ends the run when it is longer than the user will wait', async () => {
    const told = await trial({ script: [says('throttled 60001', 429)], rows: 5, maxWaitMs: 60_000 });
    expect(told.ending).toEqual({
      stop: 'outage',
      reason: 'the provider asks for a wait of 61 s in all, longer than --max-wait: the provider says: throttled 60001',
    });
    expect(statuses(told)).toBe('not_sent not_sent not_sent not_sent not_sent');
    expect(told.fates[0]).toMatchObject({ code: 'stopped_outage', attempts: 1, httpStatus: 429 });
    expect(told.starts).toHaveLength(1);
    expect(told.clock.ticks()).toBe(100);
  });

  it('is waited for in full when it is as long as the user will wait', async () => {
    const told = await trial({ script: [says('throttled 60000'), says('answered')], maxWaitMs: 60_000 });
    expect(times(told)).toEqual([0, 60_100]);
    expect(statuses(told)).toBe('ok');
  });

  it('ends a run that waits already, without waiting for the first to pass', async () => {
    const told = await trial({
      script: [says('throttled 50000'), says('answered 90000')],
      rows: 2,
      concurrency: 2,
      maxWaitMs: 60_000,
      latencyMs: (call) => 100 + 100 * call,
    });
    expect(statuses(told)).toBe('not_sent ok');
    expect(told.clock.ticks()).toBe(200);
  });

  it('ends the run when it is asked for again and again', async () => {
    const told = await trial({ script: [says('throttled 7000')], rows: 3, maxWaitMs: 60_000 });
    expect(told.ending?.stop).toBe('outage');
    expect(told.starts).toHaveLength(9);
    expect(statuses(told)).toBe('not_sent not_sent not_sent');
  });

  it('counts once when calls at once are told the same', async () => {
    const script = [...repeat(8, says('throttled 20000')), says('answered')];
    const told = await trial({ script, rows: 8, concurrency: 8, maxWaitMs: 60_000 });
    expect(told.ending).toBeUndefined();
    expect(times(told).slice(0, 9)).toEqual([...Array(8).fill(0), 20_100]);
    expect(times(told)).toHaveLength(16);
  });

  it('counts anew after an answer', async () => {
    const script = repeat(10, says('throttled 40000')).flatMap((wait) => [wait, says('answered')]);
    const told = await trial({ script, rows: 10, maxWaitMs: 60_000 });
    expect(told.ending).toBeUndefined();
    expect(new Set(told.fates.map(({ status }) => status))).toEqual(new Set(['ok']));
  });

  it('is no matter when nothing is left to send', async () => {
    const told = await trial({ script: [says('answered'), says('answered 3600000')], rows: 2 });
    expect(told.ending).toBeUndefined();
    expect(statuses(told)).toBe('ok ok');
    expect(told.said).toEqual([]);
    expect(told.clock.ticks()).toBe(200);
  });

  it.each([
    ['and none is asked for after it', 'answered', Number.POSITIVE_INFINITY],
    ['and a short one is asked for after it', 'answered 1000', Number.POSITIVE_INFINITY],
    ['and the next call waits for the pace alone', 'answered', 0.005],
  ])('is no matter when it passed while nothing was there to send, %s', async (_, next, perSecond) => {
    const told = await trial({
      script: [says('answered 90000'), says(next), says('answered')],
      source: afterRests(0, 100_000, 0),
      perSecond,
      maxWaitMs: 60_000,
    });
    expect(told.ending).toBeUndefined();
    expect(statuses(told)).toBe('ok ok ok');
  });

  it('ends the run although a shorter one was asked for after it', async () => {
    const told = await trial({
      script: [says('answered 90000'), says('answered 1000')],
      source: afterRests(0, 0, 1000),
      concurrency: 2,
      latencyMs: (call) => 100 + call,
      maxWaitMs: 60_000,
    });
    expect(told.ending?.stop).toBe('outage');
    expect(statuses(told)).toBe('ok ok not_sent');
  });

  it('leaves a refusal without a wait to the tries of its batch, and holds the others meanwhile', async () => {
    const told = await trial({
      script: [...repeat(2, says('throttled')), says('answered')],
      rows: 2,
      maxRetries: 1,
      perSecond: FAST,
    });
    expect(statuses(told)).toBe('failed ok');
    expect(times(told)).toEqual([0, 350, 950]);
  });
});

describe('a stop', () => {
  it('lets calls in flight come to their end, and sends nothing more', async () => {
    const told = await trial({
      script: [says('answered'), says('stop', 401), says('answered')],
      rows: 9,
      concurrency: 3,
      latencyMs: (call) => (call === 1 ? 50 : 100),
    });
    expect(told.starts).toHaveLength(3);
    expect(statuses(told)).toBe(`ok not_sent ok${' not_sent'.repeat(6)}`);
    expect(told.ending).toEqual({ stop: 'credentials', reason: 'the provider says: stop' });
    for (const { status, code, message } of told.fates) {
      if (status !== 'not_sent') continue;
      expect({ code, message }).toEqual({
        code: 'stopped_credentials',
        message: 'the run stopped: the provider says: stop',
      });
    }
  });

  it('keeps its first reason', async () => {
    const told = await trial({ script: [says('stop 1'), says('stop 2')], rows: 2, concurrency: 2 });
    expect(told.ending?.reason).toBe('the provider says: stop 1');
  });

  it('cuts the rests of other batches short', async () => {
    const told = await trial({
      script: [refusedConnection, says('stop')],
      rows: 2,
      concurrency: 2,
      latencyMs: (call) => 100 + 20 * call,
    });
    expect(statuses(told)).toBe('not_sent not_sent');
    expect(told.clock.ticks()).toBe(120);
  });

  it('does not give up for failed a batch whose last try comes to its end after it', async () => {
    const told = await trial({
      script: [refusedConnection, says('stop')],
      rows: 2,
      concurrency: 2,
      maxRetries: 0,
      latencyMs: (call) => 100 - 20 * call,
    });
    expect(told.fates).toMatchObject([
      { status: 'not_sent', code: 'stopped_credentials', attempts: 1 },
      { status: 'not_sent', attempts: 1 },
    ]);
  });
});

describe('an outage, where a repeat may harm', () => {
  it('ends the run after five calls in a row without a trustworthy answer', async () => {
    const told = await trial({ script: [says('answered'), silence, says('unsure'), silence], rows: 50 });
    expect(told.ending).toEqual({ stop: 'outage', reason: 'the provider stayed away' });
    expect(told.starts).toHaveLength(6);
    expect(statuses(told)).toBe(`ok${' unknown'.repeat(5)}${' not_sent'.repeat(44)}`);
  });

  it('takes as many calls as there are at once, if more', async () => {
    const told = await trial({ script: [silence], rows: 50, concurrency: 8, latencyMs: (call) => 100 + call });
    // Each of the first seven made room for another before the eighth came to its end.
    expect(told.starts).toHaveLength(8 + 7);
    expect(statuses(told)).toBe(`${'unknown '.repeat(15)}not_sent${' not_sent'.repeat(34)}`);
  });

  it.each(['answered', 'refused', 'throttled'])('is none while the provider says now and then: %s', async (words) => {
    const script = [...repeat(4, silence), says(words), ...repeat(4, silence), says('answered')];
    const told = await trial({ script, rows: 10 });
    expect(told.ending).toBeUndefined();
  });

  it('leaves what no call could carry not sent, and tries it again before', async () => {
    const told = await trial({ script: [refusedConnection], rows: 20 });
    expect(told.starts.map(({ rows }) => rows)).toEqual([[1], [1], [1], [1], [1]]);
    expect(told.fates.map(({ status, code }) => `${status} ${code}`)).toEqual(
      Array(20).fill('not_sent stopped_outage'),
    );
    expect(told.fates[0]).toMatchObject({ attempts: 5, sentAt: null });
  });

  it('takes back the word failed from rows that fell to it', async () => {
    const script = [says('answered'), refusedConnection, says('answered'), refusedConnection];
    const told = await trial({ script, rows: 10, maxRetries: 0 });
    // The second row failed before the last trustworthy answer: its own tries ended while the run went on.
    expect(statuses(told)).toBe(`ok failed ok${' not_sent'.repeat(7)}`);
    expect(told.settled.filter(({ row }) => row === 4).map(({ status }) => status)).toEqual(['failed', 'not_sent']);
  });
});

describe('an outage, where a repeat is harmless', () => {
  it('starts nothing new, while batches under way finish their tries', async () => {
    const told = await trial({ script: [silence], rows: 40, concurrency: 3, maxRetries: 4, repeatable: true });
    expect(told.ending).toEqual({ stop: 'outage', reason: 'the provider stayed away' });
    expect(told.starts).toHaveLength(15);
    expect(new Set(told.starts.map(({ rows }) => rows[0]))).toEqual(new Set([1, 2, 3]));
    expect(statuses(told)).toBe(`unknown unknown unknown${' not_sent'.repeat(37)}`);
  });

  it('does not let a batch begin that only waited for the pace', async () => {
    const told = await trial({
      script: [silence],
      rows: 10,
      concurrency: 3,
      perSecond: 0.5,
      maxRetries: 9,
      repeatable: true,
      random: () => 0,
    });
    const begun = new Set(told.starts.slice(0, 5).map(({ rows }) => rows[0]));
    for (const { rows } of told.starts) expect(begun).toContain(rows[0]);
  });

  it('is over with one trustworthy answer', async () => {
    const script = [...repeat(7, silence), says('answered')];
    const told = await trial({ script, rows: 12, concurrency: 3, repeatable: true });
    expect(told.ending).toBeUndefined();
    expect(new Set(told.fates.map(({ status }) => status))).toEqual(new Set(['ok']));
    const rowsBefore = told.starts.slice(0, 8).map(({ rows }) => rows[0] ?? 0);
    expect(Math.max(...rowsBefore)).toBe(3);
  });

  it('leaves what certainly was not stored not sent, and the rest unknown', async () => {
    const told = await trial({
      script: [silence, refusedConnection],
      rows: 6,
      concurrency: 2,
      repeatable: true,
      latencyMs: (call) => 100 + call,
    });
    expect(statuses(told)).toBe('unknown not_sent not_sent not_sent not_sent not_sent');
  });

  it('keeps the batches in their order and the pace when it is over', async () => {
    const script = [...repeat(5, silence), says('answered')];
    const told = await trial({ script, rows: 4, perSecond: 1, maxRetries: 6, repeatable: true });
    expect(told.starts.slice(5).map(({ rows }) => rows[0])).toEqual([1, 2, 3, 4]);
    for (const [index, at] of times(told).entries()) {
      if (index > 0) expect(at - (times(told)[index - 1] ?? 0)).toBeGreaterThanOrEqual(1000);
    }
  });
});

describe('the pace', () => {
  it('spaces all calls of a run, further tries too', async () => {
    const script = [says('answered'), refusedConnection, says('answered')];
    const told = await trial({ script, rows: 5, concurrency: 2, perSecond: 2 });
    expect(times(told)).toEqual([0, 505, 1010, 1515, 2020, 2525]);
  });
});
