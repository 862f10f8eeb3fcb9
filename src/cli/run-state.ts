import type { Tempo } from '../delivery/tempo.js';
import type { Status } from '../model.js';

/** How far a run is at a moment, as it is shown. */
export interface RunState {
  /** Rows read so far. */
  readonly rows: number;
  /** Rows that have their fate. */
  readonly done: number;
  /** Rows of the run, where that is known. */
  readonly total: number | undefined;
  /** Of the rows, or else of the input that is read, where one of them is known. */
  readonly percent: number | undefined;
  readonly settled: Readonly<Record<Status, number>>;
  readonly calls: number;
  readonly retries: number;
  /** Rows that got their fate lately; undefined where it is too early to tell. */
  readonly perSecond: number | undefined;
  readonly leftMs: number | undefined;
  readonly tempo: Tempo | undefined;
  /** The moment, in ticks of the run's clock. */
  readonly ticks: number;
  /** The moment, in milliseconds since 1970. */
  readonly now: number;
}
