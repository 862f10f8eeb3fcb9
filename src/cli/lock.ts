import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { BusyError } from '../errors.js';
import type { Holder, Ledger, Lock } from '../ledger/ledger.js';

const BEAT_MS = 5000;
const LOOK_MS = 1000;

export interface LockOptions {
  readonly account: string;
  /** The run it is for. */
  readonly run: string;
  /** How long to wait for another run to end. */
  readonly waitMs: number;
  /** Hears that there is a wait. */
  readonly say: (sentence: string) => void;
}

/** A lock that is kept up to date until it is closed. */
export interface HeldLock {
  readonly lock: Lock;
  close(): Promise<void>;
}

/** Takes the lock of an account. Throws a BusyError that names the run which holds it. */
export async function takeLock(ledger: Ledger, { account, run, waitMs, say }: LockOptions): Promise<HeldLock> {
  const owner = { run, pid: process.pid, host: hostname() };
  const startedAt = performance.now();
  for (let looks = 0; ; looks += 1) {
    const found = await ledger.lock(account, owner, Date.now());
    if ('beat' in found) return keep(found);
    const leftMs = waitMs - (performance.now() - startedAt);
    if (leftMs <= 0) {
      const waited = waitMs > 0 ? `, and held it for all of --wait` : '. To wait for it: --wait 10m';
      throw new BusyError(`another run holds ${shortName(account)}: ${described(found)}${waited}`);
    }
    if (looks === 0) say(`waiting for another run on ${shortName(account)}: ${described(found)}`);
    await sleep(Math.min(LOOK_MS, leftMs));
  }
}

function keep(lock: Lock): HeldLock {
  // Whether it is still ours is found out where it matters: when the next call is about to leave.
  const timer = setInterval(() => void lock.beat(Date.now()).catch(() => {}), BEAT_MS);
  timer.unref();
  return {
    lock,
    close: async () => {
      clearInterval(timer);
      await lock.release();
    },
  };
}

/** Without who pays. */
function shortName(account: string): string {
  return account.split(' ', 2).join(' ');
}

function described({ run, pid, host, since, settled, expected }: Holder): string {
  const of = expected === null ? '' : ` of ${expected}`;
  return `run ${run} (process ${pid} on ${host}), begun ${agoText(Date.now() - since)} ago, ${settled}${of} rows settled`;
}

function agoText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
