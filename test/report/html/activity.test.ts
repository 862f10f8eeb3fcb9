import { describe, expect, it } from 'vitest';
import type { CallFacts, SessionFacts } from '../../../src/report/format.js';
import { type Activity, readActivity } from '../../../src/report/html/activity.js';
import { BEGAN, call, session } from '../support.js';

function read(calls: readonly CallFacts[], sessions: readonly SessionFacts[] = [session()]): Promise<Activity> {
  return readActivity(sessions, async function* () {
    yield calls.slice(0, 3);
    yield calls.slice(3);
  });
}

/** A call each 100 ms, for ten seconds. */
const STEADY = Array.from({ length: 100 }, (_, index) => call(index * 100, { rows: [2 * index, 2 * index + 1] }));

describe('calls over time', () => {
  it('are none where none was made', async () => {
    expect(await read([])).toMatchObject({ stretches: [], calls: 0, waits: [], marks: [], median: null });
  });

  it('show their pace and that of their rows', async () => {
    const { stretches, width, calls, median } = await read(STEADY);
    expect({ width, calls, median, at: stretches.map(({ at }) => at).slice(0, 3) }).toEqual({
      ...{ width: 0.5, calls: 100, median: 80, at: [0, 0.5, 1] },
    });
    expect(stretches).toHaveLength(20);
    expect(stretches[4]).toMatchObject({ callsPerSecond: 10, rowsPerSecond: 20, median: 80, p95: 80, slowest: 80 });
    expect(stretches.reduce((sum, { rowsPerSecond }) => sum + rowsPerSecond * width, 0)).toBeCloseTo(200);
  });

  it('are cut into at most 240 stretches, however long they took', async () => {
    const days = 1000 * 60 * 60 * 24 * 40;
    const long = Array.from({ length: 5000 }, (_, index) => call((days / 5000) * index));
    const end = { ...session().end, endedAt: BEGAN + days };
    const { stretches } = await read(long, [session({ end: end as SessionFacts['end'] })]);
    expect(stretches.length).toBeLessThanOrEqual(240);
    expect(stretches.length).toBeGreaterThan(100);
  });

  it('tell which were throttled and which were retries of the same rows', async () => {
    const { throttled, retries } = await read([
      call(0, { rows: [1, 2], verdict: 'throttled', httpStatus: 429 }),
      call(200, { rows: [1, 2], verdict: 'unsure', httpStatus: 500 }),
      call(300, { rows: [3, 4] }),
      call(400, { rows: [1, 2] }),
      call(500, { rows: [1] }),
      call(600, { rows: [5, 6], verdict: 'refused' }),
      call(700, { rows: [5] }),
    ]);
    expect({ throttled, retries }).toEqual({ throttled: 1, retries: 2 });
  });

  it('leave out one that never left, and the latency of one that nothing is known of', async () => {
    const never = call(300, { verdict: 'no_reply', code: 'not_sent', durationMs: 0, httpStatus: null });
    const lost = call(400, { verdict: 'no_reply', code: 'interrupted', durationMs: 0, httpStatus: null });
    const open = call(500, { verdict: null, durationMs: null, httpStatus: null });
    expect(await read([call(0), never, lost, open])).toMatchObject({ calls: 3, median: 80, slowest: 80 });
  });

  it('tell of waits, with what came before, but not of a slow pace', async () => {
    const slow = Array.from({ length: 8 }, (_, index) => call(index * 1500));
    expect((await read(slow)).waits).toEqual([]);
    const held = call(100, { verdict: 'throttled', httpStatus: 429, durationMs: 20 });
    const { waits } = await read([call(0), held, ...STEADY.slice(51)]);
    expect(waits).toEqual([{ from: 0.12, to: 5.1, after: 'throttled: HTTP 429' }]);
  });

  it('do not take for a wait what a call under way fills', async () => {
    expect((await read([call(0, { durationMs: 6000 }), call(100), call(6000), call(6100)])).waits).toEqual([]);
  });
});

describe('sessions', () => {
  const later = (number: number, startedAt: number, end: SessionFacts['end']): SessionFacts =>
    session({ number, kind: 'resume', startedAt, end });

  it('stand one behind the other, whatever lies between them', async () => {
    const day = 86_400_000;
    const resumed = later(2, BEGAN + day, {
      ...(session().end as NonNullable<SessionFacts['end']>),
      endedAt: BEGAN + day + 5000,
    });
    const calls = [
      ...STEADY,
      ...STEADY.slice(0, 50).map((each) => ({ ...each, session: 2, startedAt: each.startedAt + day })),
    ];
    const { marks, stretches, waits, retries } = await read(calls, [session(), resumed]);
    expect(marks).toEqual([
      { at: 0, session: 1, kind: 'import' },
      { at: 10, session: 2, kind: 'resume' },
    ]);
    expect(stretches.map(({ session: number }) => number).filter((number) => number === 2)).toHaveLength(5);
    expect({ waits, retries }).toEqual({ waits: [], retries: 0 });
  });

  it('last until their last call where they broke off, and have no place where they made none', async () => {
    const { stretches, marks } = await read(STEADY, [session({ end: null }), later(2, BEGAN + 99_000, session().end)]);
    expect(marks).toHaveLength(1);
    expect((stretches.at(-1)?.at ?? 0) + 0.5).toBeCloseTo(10);
  });
});
