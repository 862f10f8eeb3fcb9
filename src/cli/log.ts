/** A fact of a log line, under its name. */
export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };

/** Something that is said on standard error. */
export interface Entry {
  readonly level: 'info' | 'warn' | 'error';
  /** A stable word: `notice`, `progress`, `call`, `wait`, `pace`, `reading`, `error`, `next`. */
  readonly event: string;
  /** For people. */
  readonly message: string;
  /** The same for machines. */
  readonly facts?: { readonly [name: string]: Fact };
}

/** As one JSON object in a line, without its end. `safe` is done to every text in it before it is escaped. */
export function jsonLine({ level, event, message, facts = {} }: Entry, now: number, safe: Safe): string {
  return JSON.stringify({
    time: new Date(now).toISOString(),
    level,
    event,
    message: safe(message),
    ...safely(facts, safe),
  });
}

/** A moment, in milliseconds since 1970, as it stands in front of a plain line: `2026-01-31T09:45:00Z`. */
export function stamp(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+/, '');
}

type Safe = (text: string) => string;

function safely(facts: { readonly [name: string]: Fact }, safe: Safe): { readonly [name: string]: Fact } {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, safeFact(fact, safe)]));
}

function safeFact(fact: Fact, safe: Safe): Fact {
  if (typeof fact === 'string') return safe(fact);
  if (typeof fact !== 'object' || fact === null) return fact;
  return isList(fact) ? fact.map((each) => safeFact(each, safe)) : safely(fact, safe);
}

function isList(fact: object): fact is readonly Fact[] {
  return Array.isArray(fact);
}
