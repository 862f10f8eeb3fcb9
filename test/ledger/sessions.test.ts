import { expect, it } from 'vitest';
import {
  again,
  all,
  end,
  ended,
  foldedIn,
  inDoubt,
  intent,
  ledgerIn,
  ledgerWithRun,
  NOW,
  outcome,
  start,
} from './support.js';

it('counts the sessions of a run, with the kind and the end of each', async () => {
  const { ledger, session } = await ledgerWithRun();
  const first = end({
    status: 'stopped',
    stop: 'outage',
    left: 5,
    calls: 3,
    retries: 2,
    throttled: 1,
    endedAt: NOW + 1,
  });
  await session.end(first);
  const said = ['phone_number ← mobile', 'said with "quotes", é and \0'];
  const second = await ledger.reopen('r', again(), null, said);
  await ledger.reopen('r', again({ kind: 'reconcile', startedAt: NOW + 70_000.4 }), null);
  expect([session.number, second.number, second.run]).toEqual([1, 2, 'r']);
  expect(await ledger.sessions('r')).toEqual([
    { number: 1, kind: 'import', startedAt: NOW, notices: [], end: first },
    { number: 2, kind: 'resume', startedAt: NOW + 60_000, notices: said, end: null },
    { number: 3, kind: 'reconcile', startedAt: NOW + 70_000, notices: [], end: null },
  ]);
});

it('keeps what was said before a run began', async () => {
  const { ledger } = await ledgerWithRun();
  await ledger.begin(start({ id: 'told' }), null, ['the encoding was guessed']);
  expect((await ledger.sessions('told')).map(({ notices }) => notices)).toEqual([['the encoding was guessed']]);
});

it('tells how the last session of a run ended, with the sums of all that did', async () => {
  const { ledger, session } = await ledgerWithRun();
  await session.end(end({ status: 'stopped', stop: 'outage', left: 5, calls: 3, retries: 2, throttled: 1 }));
  await ledger.reopen('r', again(), null);
  expect(await ledger.run('r')).toEqual({ ...start(), sessions: 2, end: null });
  const third = await ledger.reopen('r', again({ kind: 'retry' }), null);
  const last = end({ left: 0, calls: 10, retries: 20, throttled: 30, endedAt: NOW + 9, report: null });
  await third.end(last);
  const summed = { ...last, calls: 13, retries: 22, throttled: 31 };
  expect(await ledger.run('r')).toEqual({ ...start(), sessions: 3, end: summed });
  expect((await ledger.sessions('r'))[2]?.end).toEqual(last);
  expect((await ledger.runs()).map((run) => run.end)).toEqual([summed]);
});

it('lets a later session say where the files go and who pays, and leaves the rest of the run', async () => {
  const { ledger } = await ledgerWithRun();
  const changed = { account: 'another', report: '/tmp/a.csv', rejects: '/tmp/b.csv', defuse: false };
  await ledger.reopen('r', again(changed), null);
  expect(await ledger.run('r')).toEqual({ ...start(changed), sessions: 2, end: null });
});

it('closes the calls in flight when it is gone on with, and leaves the fates of their rows', async () => {
  const { state, ledger, session } = await ledgerWithRun({ durable: true });
  const other = await ledger.begin(start({ id: 's' }), null);
  await other.intend(intent([9]));
  const [heard] = await Promise.all([session.intend(intent([1])), session.intend(intent([2]))]);
  await session.settle([outcome(1)], [ended(heard)]);

  const next = await (await ledgerIn(state)).reopen('r', again(), null);
  await next.intend(intent([3]));
  const calls = 'SELECT rows, session, duration_ms, http_status, verdict, code FROM calls ORDER BY rows';
  expect((await foldedIn(state)).prepare(calls).all()).toEqual([
    { rows: '1', session: 1, duration_ms: 42, http_status: 200, verdict: 'answered', code: '' },
    { rows: '2', session: 1, duration_ms: 0, http_status: null, verdict: 'no_reply', code: 'interrupted' },
    { rows: '3', session: 2, duration_ms: null, http_status: null, verdict: null, code: '' },
    { rows: '9', session: 1, duration_ms: null, http_status: null, verdict: null, code: '' },
  ]);
  expect(await all(ledger.outcomes('r'))).toEqual([outcome(1), inDoubt(2), inDoubt(3)]);
});

it('goes on with the rows of the run: what is settled later replaces what was', async () => {
  const { ledger, session } = await ledgerWithRun();
  await session.settle([outcome(1, { status: 'not_sent' }), outcome(2)]);
  const next = await ledger.reopen('r', again(), null);
  await next.settle([outcome(1, { status: 'ok', record: null })]);
  expect(await all(ledger.outcomes('r'))).toEqual([outcome(1, { status: 'ok', record: null }), outcome(2)]);
});
