import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { BusyError } from '../errors.js';
import type { Holder, Ledger, Lock } from '../ledger/ledger.js';
import { roughly } from './figures.js';
import type { Output } from './output.js';
import { WaitView } from './waiting.js';

const BEAT_MS = 5000;
const LOOK_MS = 1000;

export interface LockOptions {
  readonly account: string;
  /** The run it is for. */
  readonly run: string;
  /** How long to wait for another run to end. */
  readonly waitMs: number;
  /** Where a wait is told of. */
  readonly output: Output;
}

/** A lock that is kept up to date until it is closed. */
export interface HeldLock {
  readonly lock: Lock;
  close(): Promise<void>;
}

/** Takes the lock of an account, in `waitMs` at the latest. Throws a BusyError that names the run which holds it. */
export async function takeLock(ledger: Ledger, { account, run, waitMs, output }: LockOptions): Promise<HeldLock> {
  const owner = { run, pid: process.pid, host: hostname() };
  const startedAt = performance.now();
  const view = new WaitView(output);
  try {
    for (;;) {
      const found = await ledger.lock(account, owner, Date.now());
      if ('beat' in found) return keep(found);
      const leftMs = waitMs - (performance.now() - startedAt);
      if (leftMs <= 0) {
        const waited = waitMs > 0 ? ', and held it for all of --wait' : '';
        throw new BusyError(`another run holds ${shortName(account)}: ${described(found)}${waited}`);
      }
      view.show(`waiting for another run on ${shortName(account)}: ${described(found)}`, leftMs);
      await sleep(Math.min(LOOK_MS, leftMs));
    }
  } finally {
    view.stop();
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
  return `run ${run} (process ${pid} on ${host}), begun ${roughly(Date.now() - since)} ago, ${settled}${of} rows settled`;
}
