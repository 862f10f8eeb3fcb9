import { FAULTS, type Fault } from './chaos-faults.js';
import { closest } from './closest.js';

/** The faults that a sandbox is to make. */
export interface Chaos {
  /** Each fault with its probability in percent; at most 100 in all. */
  readonly shares: readonly Share[];
  /** Absent when the sandbox stays. */
  readonly down?: Down;
}

export interface Share {
  readonly fault: Fault;
  readonly percent: number;
}

/** When the sandbox goes away, and for how long. */
export interface Down {
  /** Infinity when it never comes back. */
  readonly forMs: number;
  /** So many calls come before the one that it goes away under. Drawn from 1 to 20 when absent. */
  readonly afterCalls?: number;
}

/** Reads `timeout=2%,429=0.5%,down=2s@10`; gives a text that says what was expected and what was found when it cannot be read. */
export function parseChaos(text: string): Chaos | string {
  const shares: Share[] = [];
  let down: Down | undefined;
  for (const part of text.split(',')) {
    const [, name = '', value = ''] = /^\s*([^=]*?)\s*(?:=\s*(.*?)\s*)?$/s.exec(part) ?? [];
    const fault = FAULTS.find((each) => each.name === name);
    if (fault === undefined) return unknownFault(name);
    if (shares.some((share) => share.fault === fault) || (fault.name === 'down' && down !== undefined)) {
      return `expected each fault once, found ${name} twice`;
    }
    if (fault.name === 'down') {
      down = readDown(value);
      if (down === undefined) return `expected down=2s, down=2s@10 or down=forever, found ${quoted(value, name)}`;
    } else {
      const percent = /^\d+(?:\.\d+)?%$/.test(value) ? Number(value.slice(0, -1)) : undefined;
      if (percent === undefined) return `expected a percentage such as ${name}=2%, found ${quoted(value, name)}`;
      shares.push({ fault, percent });
    }
  }
  const sum = shares.reduce((total, { percent }) => total + percent, 0);
  // Not above by a rounding of the sum.
  if (sum > 100 + 1e-9) return `expected at most 100% in all, found ${Number(sum.toFixed(9))}%`;
  return { shares, ...(down && { down }) };
}

function unknownFault(name: string): string {
  const names = FAULTS.map((fault) => fault.name);
  if (name === '') return `expected faults such as timeout=2%,429=5%, found nothing. There are ${names.join(', ')}`;
  const guess = closest(name, names);
  return `expected ${names.join(', ')}, found ${name}${guess === undefined ? '' : `. Did you mean ${guess}?`}`;
}

function quoted(value: string, name: string): string {
  return value === '' ? `${name} alone` : `${name}=${value}`;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const MAX_MS = 24 * 3_600_000;

function readDown(text: string): Down | undefined {
  const match = /^(?:(\d+(?:\.\d+)?)(ms|s|m|h)|forever)(?:@(\d{1,9}))?$/.exec(text);
  if (!match) return undefined;
  const [, count, unit = '', after] = match;
  const forMs = count === undefined ? Number.POSITIVE_INFINITY : Number(count) * (UNIT_MS[unit] ?? Number.NaN);
  if (count !== undefined && !(forMs > 0 && forMs <= MAX_MS)) return undefined;
  return { forMs, ...(after === undefined ? {} : { afterCalls: Number(after) }) };
}
