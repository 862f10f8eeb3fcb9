import { describe, expect, it } from 'vitest';
import { FAST, refuses, says, statuses, trial } from './trial.js';

describe('a provider that refuses every call', () => {
  it('ends the run after five, where a call takes one contact and none was taken', async () => {
    const told = await trial({ script: [says('refused', 400)], rows: 50, perSecond: FAST });
    expect(told.starts).toHaveLength(5);
    expect(told.ending).toMatchObject({ stop: 'settings' });
    expect(told.ending?.reason).toContain('the provider refuses every call');
    expect(told.fates.filter(({ status }) => status === 'rejected')).toHaveLength(5);
    expect(told.fates.filter(({ status }) => status === 'not_sent')).toHaveLength(45);
  });

  it('does not end it where one of the first is taken', async () => {
    const told = await trial({ script: [refuses(1, 2, 3, 5, 6, 7)], rows: 9, perSecond: FAST });
    expect(told.ending).toBeUndefined();
    expect(statuses(told)).toBe('rejected rejected rejected ok rejected rejected rejected ok ok');
  });

  it('ends it after two whole batches and their halves, where something was taken before', async () => {
    const bad = Array.from({ length: 400 }, (_, index) => index + 11);
    const told = await trial({
      script: [refuses(...bad)],
      rows: 410,
      batchSize: 10,
      perSecond: FAST,
      repeatable: true,
    });
    expect(told.ending).toMatchObject({ stop: 'settings' });
    expect(told.starts.length).toBe(1 + 40);
    expect(told.fates).toHaveLength(410);
    expect(told.fates.filter(({ status }) => status === 'ok')).toHaveLength(10);
  });

  it('leaves no row of another batch rejected, when that is found out of one', async () => {
    const told = await trial({
      script: [says('refused', 400)],
      rows: 40,
      batchSize: 10,
      concurrency: 2,
      perSecond: FAST,
      repeatable: true,
    });
    expect(told.ending).toMatchObject({ stop: 'settings' });
    expect(new Set(told.fates.map(({ status }) => status))).toEqual(new Set(['not_sent']));
  });
});

it('takes answers that say nothing of anybody for an outage: a list is not burnt into rows that nobody knows', async () => {
  const told = await trial({ script: [says('each unknown')], rows: 50, perSecond: FAST });
  expect(told.ending).toMatchObject({ stop: 'outage' });
  expect(told.starts).toHaveLength(5);
  expect(told.fates.filter(({ status }) => status === 'not_sent')).toHaveLength(45);
});
