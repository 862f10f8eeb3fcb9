import { CommanderError } from 'commander';
import { BusyError, ConfigError, InputError, StorageError, UsageError } from '../errors.js';
import type { Status, Stop } from '../model.js';

/** How a run ended, as its exit status tells it. */
export interface Ended {
  readonly stop: Stop | null;
  /** The exit status of the signal that stopped it, where one did. */
  readonly signal: number | undefined;
  readonly dryRun: boolean;
  /** The input broke while it was being sent. */
  readonly broken: boolean;
  readonly counts: Readonly<Record<Status, number>>;
}

/** The exit status of a run: the first line of the contract's table that applies. */
export function exitOf({ stop, signal, dryRun, broken, counts }: Ended): number {
  if (stop === 'ledger') return 1;
  if (stop === 'signal' && signal !== undefined) return signal;
  if (counts.unknown > 0) return 6;
  if (stop === 'credentials' || stop === 'account' || stop === 'settings') return 4;
  if (stop === 'errors' || stop === 'outage' || (stop === 'input' && !broken)) return 5;
  if (broken || counts.invalid + counts.rejected + counts.failed > 0) return 3;
  return counts.not_sent > 0 && !dryRun ? 3 : 0;
}

/** The exit status of an error, and whether it is one of ours or a bug. */
export function exitOfError(error: unknown): { readonly exit: number; readonly bug: boolean } {
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof InputError) {
    return { exit: 2, bug: false };
  }
  if (error instanceof CommanderError) return { exit: error.exitCode === 0 ? 0 : 2, bug: false };
  if (error instanceof BusyError) return { exit: 7, bug: false };
  return { exit: 1, bug: !(error instanceof StorageError) };
}
