import { expect, it } from 'vitest';
import { silence } from '../support/scripted.js';
import { FAST, says, trial } from './trial.js';

const FULL = { slowed: undefined, held: undefined, nextTry: undefined, away: false, ending: undefined };

it('is the pace that was asked for while nothing keeps calls from it', async () => {
  const { tempos } = await trial({ script: [says('answered')], rows: 5, perSecond: 4, looksAt: [1, 600] });
  expect(tempos).toEqual([
    { perSecond: 4, fullPerSecond: 4, ...FULL },
    { perSecond: 4, fullPerSecond: 4, ...FULL },
  ]);
});

it('tells until when the provider holds the run, that calls go slower since, and why', async () => {
  const script = [...Array.from({ length: 4 }, () => says('answered')), says('throttled 5000'), says('answered')];
  const { tempos } = await trial({ script, rows: 6, perSecond: 2, looksAt: [2200] });
  expect(tempos).toMatchObject([
    {
      fullPerSecond: 2,
      slowed: 'the provider says: throttled 5000',
      held: { until: 7120, reason: 'the provider says: throttled 5000' },
      away: false,
    },
  ]);
  expect(tempos[0]?.perSecond).toBeLessThan(2);
});

it('tells of the next try where all that is under way rests', async () => {
  const script = [silence, says('answered')];
  const { tempos } = await trial({ script, repeatable: true, perSecond: FAST, looksAt: [50, 200, 400] });
  expect(tempos).toMatchObject([
    { nextTry: undefined },
    { nextTry: { until: 350, reason: expect.stringContaining('no whole answer') }, away: false },
    { nextTry: undefined },
  ]);
});

it('tells of no next try while another call may still start', async () => {
  const script = [silence, says('answered')];
  const spread = { rows: 9, concurrency: 2, perSecond: 5 };
  const { tempos } = await trial({ script, repeatable: true, ...spread, looksAt: [110] });
  expect(tempos).toMatchObject([{ nextTry: undefined }]);
});

it('tells that the provider is away, until it answers again', async () => {
  const script = [...Array.from({ length: 5 }, () => silence), says('answered')];
  const { tempos } = await trial({
    script,
    ...{ rows: 8, concurrency: 1, repeatable: true, maxRetries: 9, perSecond: FAST },
    looksAt: [300, 5_000, 9_000],
  });
  expect(tempos).toMatchObject([
    { away: false },
    { away: true, nextTry: { until: expect.any(Number) } },
    { away: false, nextTry: undefined },
  ]);
});

it('tells why the run ends while calls are awaited', async () => {
  const script = [says('stop'), says('answered')];
  const latencyMs = (call: number): number => 100 + 400 * call;
  const { tempos } = await trial({ script, rows: 4, concurrency: 2, perSecond: FAST, latencyMs, looksAt: [50, 200] });
  expect(tempos.map(({ ending }) => ending)).toEqual([undefined, 'the provider says: stop']);
});
