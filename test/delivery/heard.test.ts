import { expect, it } from 'vitest';
import { refusedConnection, silence } from '../support/scripted.js';
import { FAST, refuses, says, trial } from './trial.js';

it('tells of each call when it ends, and of the rest before a try', async () => {
  const script = [says('unsure', 502), says('each ok rejected unknown -')];
  const { heard } = await trial({ script, rows: 4, batchSize: 4, repeatable: true, perSecond: FAST });
  expect(heard).toEqual([
    {
      ...{ event: 'call', number: 1, rows: [1, 2, 3, 4], attempt: 1, durationMs: 100, httpStatus: 502 },
      ...{ verdict: 'unsure', left: true, answers: {}, code: 'provider_unsure', reason: 'the provider says: unsure' },
    },
    { event: 'wait', ms: 250, reason: 'the provider says: unsure' },
    {
      ...{ event: 'call', number: 2, rows: [1, 2, 3, 4], attempt: 2, durationMs: 100, httpStatus: 200 },
      ...{ verdict: 'answered', left: true, answers: { ok: 1, rejected: 1, unknown: 1, unanswered: 1 } },
      ...{ code: 'provider_117', reason: 'not a number' },
    },
  ]);
});

it('tells of the halves of a refused batch as calls of their own', async () => {
  const { heard } = await trial({ script: [refuses(3)], rows: 4, batchSize: 4, confirmed: true });
  const calls = heard.flatMap((each) => (each.event === 'call' ? each : []));
  expect(calls.map(({ number, rows, attempt, verdict }) => `${number}: ${rows} ${attempt} ${verdict}`)).toEqual([
    '1: 1,2,3,4 1 refused',
    '2: 1,2 1 answered',
    '3: 3,4 1 refused',
    '4: 3 1 refused',
    '5: 4 1 answered',
  ]);
});

it('numbers calls as they leave, where a later one ends first', async () => {
  const latencyMs = (call: number): number => 300 - 200 * call;
  const { heard } = await trial({ script: [says('answered')], rows: 2, concurrency: 2, perSecond: FAST, latencyMs });
  expect(heard.map((each) => each.event === 'call' && `${each.number}: row ${each.rows}`)).toEqual([
    '2: row 2',
    '1: row 1',
  ]);
});

it('tells whether a call without an answer may have been processed', async () => {
  const { heard } = await trial({ script: [refusedConnection, silence], perSecond: FAST });
  expect(heard).toMatchObject([
    { verdict: 'no_reply', httpStatus: null, left: false, code: 'connection_refused' },
    { event: 'wait' },
    { verdict: 'no_reply', httpStatus: null, left: true, code: 'timeout_after_send' },
  ]);
});

it('tells of short waits for the provider, which are not said', async () => {
  const { heard, said } = await trial({ script: [says('answered 400'), says('answered')], rows: 2 });
  expect(heard.filter(({ event }) => event === 'wait')).toEqual([
    { event: 'wait', ms: 400, reason: 'the quota of the provider is used up' },
  ]);
  expect(said).toEqual([]);
});

it('holds no secret and no whole number', async () => {
  const redact = (text: string): string => text.replaceAll('secret', '***');
  const { heard } = await trial({ script: [says('refused secret +33639980001', 400)], redact });
  expect(heard).toMatchObject([{ reason: 'the provider says: refused *** +3363****001' }]);
});
