import { expect, it } from 'vitest';
import { refusedConnection, type Scripted } from '../support/scripted.js';
import { says, statuses, type Trial, trial } from './trial.js';

const settling: Omit<Trial, 'script'> = { rows: 4, batchSize: 4, settlesLeftOut: true, repeatable: true };

it('what an answer leaves out goes again alone', async () => {
  const told = await trial({ ...settling, script: [says('each ok - rejected -'), says('answered')] });
  expect(statuses(told)).toBe('ok ok rejected ok');
  expect(told.starts.map(({ rows }) => rows)).toEqual([[1, 2, 3, 4], [2], [4]]);
  expect(told.fates.map(({ attempts }) => attempts)).toEqual([1, 2, 1, 2]);
  expect(told.tally.retries).toBe(0);
});

it('what is left out alone is rejected', async () => {
  const told = await trial({ ...settling, script: [says('each ok - ok -'), says('each -'), says('answered')] });
  expect(statuses(told)).toBe('ok rejected ok ok');
  expect(told.fates[1]).toMatchObject({ code: 'left_out', attempts: 2, httpStatus: 200, record: ['+3360002'] });
});

it('what was sent alone at first and is left out is rejected, too', async () => {
  const told = await trial({ ...settling, rows: 1, script: [says('each -')] });
  expect(told.fates).toMatchObject([{ status: 'rejected', code: 'left_out', attempts: 1 }]);
});

it.each<[string, Scripted]>([
  ['a stop', says('stop')],
  ['tries that end', refusedConnection],
])('what is left out and not settled alone stays in doubt after %s', async (_, then) => {
  const told = await trial({ ...settling, maxRetries: 1, script: [says('each ok - ok -'), then] });
  expect(told.fates.map(({ status, code }) => `${status} ${code}`)).toEqual([
    'ok ',
    'unknown no_answer',
    'ok ',
    'unknown no_answer',
  ]);
});

it('what is refused alone is rejected with that code', async () => {
  const told = await trial({ ...settling, script: [says('each ok - ok ok'), says('refused')] });
  expect(told.fates[1]).toMatchObject({ status: 'rejected', code: 'provider_refused', attempts: 2 });
});

it('is unknown at once where that is not wanted', async () => {
  const told = await trial({ ...settling, settlesLeftOut: false, script: [says('each ok - ok -')] });
  expect(statuses(told)).toBe('ok unknown ok unknown');
  expect(told.starts).toHaveLength(1);
});
