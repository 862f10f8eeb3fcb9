import { UsageError } from '../errors.js';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

// A timer of Node's that is longer fires at once.
const MAX_TIMER_MS = 24 * 86_400_000;

/** Reads `500ms`, `30s`, `10m`, `2h`, `90d` into milliseconds. `name` is the flag or variable, for the message. */
export function readDuration(name: string, text: string, most = MAX_TIMER_MS): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ''] ?? Number.NaN);
  if (!(ms > 0)) throw new UsageError(`${name} ${text}: expected a time above zero such as 500ms, 30s, 10m or 2h`);
  if (ms > most) throw new UsageError(`${name} ${text}: expected a time of at most 24 days`);
  return ms;
}

const PER_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Reads `5/s`, `30/m`, `600/h` or `off` into calls a second; `off` is Infinity. */
export function readRate(name: string, text: string): number {
  if (text.trim().toLowerCase() === 'off') return Number.POSITIVE_INFINITY;
  const match = /^(\d+(?:\.\d+)?)\/([smh])$/.exec(text.trim());
  const perSecond = Number(match?.[1]) / (PER_SECONDS[match?.[2] ?? ''] ?? Number.NaN);
  if (!(perSecond > 0))
    throw new UsageError(`${name} ${text}: expected a rate above zero such as 5/s, 30/m or 600/h, or off`);
  return perSecond;
}

/** Reads `10` (rows) or `5%` (of the rows settled). */
export function readMaxErrors(name: string, text: string): { readonly rows: number } | { readonly percent: number } {
  const [, number = '', sign] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  const value = number === '' ? Number.NaN : Number(number);
  if (sign === '%' && value <= 100) return { percent: value };
  if (sign === '' && Number.isSafeInteger(value)) return { rows: value };
  throw new UsageError(`${name} ${text}: expected a number of rows such as 10, or a share of them such as 5%`);
}

/** Reads a whole number from `least` to `most`. */
export function readCount(name: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const count = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (count >= least && count <= most) return count;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  throw new UsageError(`${name} ${text}: expected a whole number ${range}`);
}

/** Reads one of a few words. */
export function readChoice<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((each) => each === text.trim().toLowerCase());
  if (choice === undefined) throw new UsageError(`${name} ${text}: expected ${listOr(choices)}`);
  return choice;
}

function listOr(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
