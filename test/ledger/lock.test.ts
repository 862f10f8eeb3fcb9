import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { BusyError, StorageError } from '../../src/errors.js';
import { type Ledger, LOCK_STALE_MS, type Lock, type Session } from '../../src/ledger/ledger.js';
import {
  ACCOUNT,
  again,
  all,
  deadPid,
  end,
  ended,
  fileIn,
  foldedIn,
  folder,
  holder,
  inDoubt,
  intent,
  ledgerIn,
  locked,
  NOW,
  outcome,
  owner,
  start,
} from './support.js';

/** Two processes with one ledger. */
async function two(): Promise<{ state: string; one: Ledger; other: Ledger }> {
  const state = await folder();
  return { state, one: await ledgerIn(state), other: await ledgerIn(state) };
}

describe('the lock of an account', () => {
  it('is had by one at a time, and free again when it was given back', async () => {
    const { one, other } = await two();
    const lock = await locked(one);
    expect(lock.account).toBe(ACCOUNT);
    await holder(other);
    await holder(one);
    await lock.release();
    await locked(other);
  });

  it('is another for another account', async () => {
    const { one, other } = await two();
    await locked(one, 'a');
    await locked(other, 'b');
    expect(await holder(one, 'b')).toMatchObject({ run: 'r' });
  });

  it('tells who has it, since when, when it was last heard of, and how far its run is', async () => {
    const { one, other } = await two();
    const lock = await locked(one);
    const waiting = { run: 'r', pid: process.pid, host: owner().host, since: NOW, beatAt: NOW };
    expect(await holder(other, ACCOUNT, owner({ run: 's' }))).toEqual({ ...waiting, settled: 0, expected: null });

    const session = await one.begin(start({ rowsExpected: 48_211 }), lock);
    await session.settle([outcome(1), outcome(2, { status: 'ok' })]);
    expect(await lock.beat(NOW + 5000.4)).toBe(true);
    const found = await holder(other, ACCOUNT, owner({ run: 's' }), NOW + LOCK_STALE_MS);
    expect(found).toEqual({ ...waiting, beatAt: NOW + 5000, settled: 2, expected: 48_211 });
  });

  it('is free when its owner is dead, and another owner on another host is not taken for dead', async () => {
    const { one, other } = await two();
    const pid = await deadPid();
    await locked(one, ACCOUNT, owner({ pid, host: 'elsewhere' }));
    expect(await holder(other)).toMatchObject({ pid, host: 'elsewhere' });
    await locked(one, 'b', owner({ pid }));
    await locked(other, 'b');
  });

  it('is not free while a process of another user has it, which may not be asked', async () => {
    const { one } = await two();
    await locked(one, ACCOUNT, owner({ pid: 4711 }));
    const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    });
    onTestFinished(() => kill.mockRestore());
    expect(await holder(one)).toMatchObject({ pid: 4711 });
    expect(kill.mock.calls).toEqual([[4711, 0]]);
  });

  it.each([
    { at: LOCK_STALE_MS - 1, free: false },
    { at: LOCK_STALE_MS, free: true },
    { at: -LOCK_STALE_MS, free: false },
    { at: -LOCK_STALE_MS - 1, free: true },
  ])('is free or not ($free) $at ms after its last beat, by the clock of who asks', async ({ at, free }) => {
    const { one, other } = await two();
    const lock = await locked(one, ACCOUNT, owner(), NOW - 1000);
    await lock.beat(NOW);
    const found = await other.lock(ACCOUNT, owner({ run: 's' }), NOW + at);
    expect('beat' in found).toBe(free);
    expect(await lock.beat(NOW + at)).toBe(!free);
  });

  it('cannot be had when it cannot be written', async () => {
    const { state, one } = await two();
    fileIn(state).exec(`CREATE TRIGGER full BEFORE INSERT ON locks
      BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END`);
    await expect(locked(one)).rejects.toThrow(StorageError);
    await one.close();
    await expect(locked(one)).rejects.toThrow(StorageError);
  });

  it('is left alone by an owner who has lost it', async () => {
    const { one, other } = await two();
    const lost = await locked(one);
    const own = await locked(other, ACCOUNT, owner({ run: 's' }), NOW + LOCK_STALE_MS);
    expect(await lost.beat(NOW + 2 * LOCK_STALE_MS)).toBe(false);
    await lost.release();
    expect(await holder(one, ACCOUNT, owner(), NOW + LOCK_STALE_MS)).toMatchObject({
      run: 's',
      beatAt: NOW + LOCK_STALE_MS,
    });
    expect(await own.beat(NOW + LOCK_STALE_MS + 1)).toBe(true);
  });
});

/** A process that slept with a call in flight, until another took its run over. */
async function woken(): Promise<{
  state: string;
  one: Ledger;
  other: Ledger;
  session: Session;
  next: Session;
  call: number;
}> {
  const { state, one, other } = await two();
  const session = await one.begin(start({ durable: true }), await locked(one));
  const call = await session.intend(intent([1, 2, 3]));
  const later = NOW + LOCK_STALE_MS;
  const next = await other.reopen('r', again({ startedAt: later }), await locked(other, ACCOUNT, owner(), later));
  await next.settle([outcome(1, { message: 'found out' })]);
  return { state, one, other, session, next, call };
}

describe('an owner that has lost its lock', () => {
  it('is refused to send, and writes nothing', async () => {
    const { state, other, session } = await woken();
    const refused = session.intend(intent([7]));
    await expect(refused).rejects.toThrow(BusyError);
    await expect(refused).rejects.toThrow(/^run r: another process took it over/);
    expect((await all(other.fates('r'))).map((fate) => fate.row)).toEqual([1, 2, 3]);
    expect((await foldedIn(state)).prepare('SELECT rows FROM calls').all()).toEqual([{ rows: '1-3' }]);
  });

  it('still says which of its rows are ok, and nothing less', async () => {
    const { state, other, session, call } = await woken();
    const ok = outcome(2, { status: 'ok', result: 'added', record: null });
    await session.settle([outcome(1), ok, outcome(3, { status: 'rejected' })], [ended(call)]);
    expect(await all(other.outcomes('r'))).toEqual([outcome(1, { message: 'found out' }), ok, inDoubt(3)]);
    expect((await foldedIn(state)).prepare('SELECT verdict FROM calls').all()).toEqual([{ verdict: 'answered' }]);
  });

  it('does not end the run, nor begin or reopen one', async () => {
    const { one, other, session } = await woken();
    await expect(session.end(end())).rejects.toThrow(BusyError);
    expect((await other.sessions('r')).map((each) => each.end)).toEqual([null, null]);
    const lost = await locked(one, 'b');
    await lost.release();
    await expect(one.begin(start({ id: 's' }), lost)).rejects.toThrow(BusyError);
    await expect(one.reopen('r', again(), lost)).rejects.toThrow(BusyError);
    expect(await other.run('s')).toBeUndefined();
    expect(await other.sessions('r')).toHaveLength(2);
  });

  it('does not keep others of the same moment from writing', async () => {
    const { one, other, session } = await woken();
    const neighbour = await one.begin(start({ id: 's' }), await locked(one, 'b', owner({ run: 's' })));
    const [before, refused, after] = await Promise.allSettled([
      neighbour.settle([outcome(1)]),
      session.intend(intent([7])),
      neighbour.intend(intent([2])),
    ]);
    expect([before.status, refused.status, after.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await all(other.fates('s'))).map((fate) => fate.row)).toEqual([1, 2]);
  });

  it('does not disturb the one that took over', async () => {
    const { next, other } = await woken();
    await next.settle([outcome(2)], [ended(await next.intend(intent([2])))]);
    await next.end(end());
    expect((await other.run('r'))?.end).toEqual(end());
  });
});

describe('a run that is worked on', () => {
  const moved = again({ account: 'b' });
  const elsewhere = async (ledger: Ledger, now = moved.startedAt): Promise<Lock> => locked(ledger, 'b', owner(), now);

  it('is not gone on with by another process, be it for another account or without a lock', async () => {
    const { one, other } = await two();
    const lock = await locked(one);
    const session = await one.begin(start(), lock);
    await lock.beat(moved.startedAt);
    await expect(other.reopen('r', moved, await elsewhere(other))).rejects.toThrow(BusyError);
    await expect(other.reopen('r', moved, null)).rejects.toThrow(/^run r: another process took it over/);
    expect(await other.run('r')).toEqual({ ...start(), sessions: 1, end: null });
    await session.intend(intent([1]));
  });

  it('is moved away from a process that was long not heard of, which sends no more when it wakes', async () => {
    const { one, other } = await two();
    const lock = await locked(one);
    const session = await one.begin(start(), lock);
    const next = await other.reopen('r', moved, await elsewhere(other));
    await expect(session.intend(intent([1]))).rejects.toThrow(BusyError);
    expect(await lock.beat(moved.startedAt)).toBe(false);
    await next.intend(intent([1]));
  });
});
