import { UsageError } from '../errors.js';
import { type Chaos, parseChaos } from '../sandbox/chaos-parse.js';
import { readCount } from './parse.js';
import type { Flags } from './settings/flags.js';

/** What `--chaos` and `--seed` ask of a sandbox, as options of its start. */
export interface ChaosOptions {
  readonly chaos?: Chaos;
  readonly seed?: number;
}

/** Reads `--chaos` and `--seed`. Throws a UsageError for what cannot be read, and where there is no sandbox to make faults. */
export function readChaos(flags: Flags, hasSandbox: boolean): ChaosOptions {
  const chaos = flags.given('chaos');
  const seed = flags.given('seed');
  const first = chaos ?? seed;
  if (first === undefined) return {};
  const text = `${first.name} ${first.text}`;
  if (!hasSandbox) throw new UsageError(`${text}: expected --sandbox with it, since only a stand-in makes faults`);
  if (chaos === undefined) throw new UsageError(`${text}: expected --chaos with it, such as --chaos timeout=2%`);
  const read = parseChaos(chaos.text);
  if (typeof read === 'string') throw new UsageError(`${text}: ${read}`);
  return { chaos: read, ...(seed && { seed: readCount(seed.name, seed.text, 0, 2 ** 32 - 1) }) };
}
