import { UsageError } from '../errors.js';
import type { Environment } from './environment.js';

/** A value with the name it was given by, for messages: the flag, or the variable. */
export interface Given {
  readonly name: string;
  readonly text: string;
}

/** What a run was begun with, by flag: a text, several, or on; undefined where the flag was not given. */
export type Decided = Readonly<Record<string, string | readonly string[] | true | undefined>>;

/** What was asked for: the flag, else its twin in the environment (`CONTACT_PUSH_RATE` for `--rate`) or in `.env`. */
export class Flags {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #environment: Environment;
  readonly #decided: Decided;

  constructor(values: Readonly<Record<string, unknown>>, environment: Environment, decided: Decided = {}) {
    this.#values = values;
    this.#environment = environment;
    this.#decided = decided;
  }

  /** The same, but for flags whose value was decided before. */
  decided(decided: Decided): Flags {
    return new Flags(this.#values, this.#environment, decided);
  }

  /** `flag` as typed, without the dashes. */
  given(flag: string): Given | undefined {
    if (flag in this.#decided) {
      const text = this.#decided[flag];
      return typeof text === 'string' ? { name: `--${flag}`, text } : undefined;
    }
    const value = this.#values[camel(flag)];
    if (typeof value === 'string') return { name: `--${flag}`, text: value };
    if (WITHOUT_TWIN.includes(flag)) return undefined;
    const name = twinOf(flag);
    const text = this.#environment.get(name);
    return text === undefined ? undefined : { name, text };
  }

  text(flag: string): string | undefined {
    return this.given(flag)?.text;
  }

  /** Reads the text of a flag with `read`, or gives `otherwise` when it was not given. */
  read<T, Otherwise>(flag: string, read: (name: string, text: string) => T, otherwise: Otherwise): T | Otherwise {
    const given = this.given(flag);
    return given === undefined ? otherwise : read(given.name, given.text);
  }

  /** What a flag was given by: its own name, or that of its variable. */
  nameOf(flag: string): string {
    return this.#values[camel(flag)] === undefined ? twinOf(flag) : `--${flag}`;
  }

  /** Whether a flag without a value is on. */
  on(flag: string): boolean {
    if (flag in this.#decided) return this.#decided[flag] === true;
    const value = this.#values[camel(flag)];
    if (value === true) return true;
    const text = this.#environment.get(twinOf(flag));
    if (text === undefined) return false;
    if (/^(1|true|yes|on)$/i.test(text)) return true;
    if (/^(0|false|no|off)$/i.test(text)) return false;
    throw new UsageError(`${twinOf(flag)}=${text}: expected 1 or 0`);
  }

  /** Whether a `--no-…` flag was given. `flag` is named without `no-`. */
  off(flag: string): boolean {
    return this.#values[camel(flag)] === false || this.on(`no-${flag}`);
  }

  /** The values of a flag that may be given several times; in a variable, one a line. */
  list(flag: string): readonly string[] {
    if (flag in this.#decided) {
      const values = this.#decided[flag];
      return Array.isArray(values) ? values : [];
    }
    const value = this.#values[camel(flag)];
    if (Array.isArray(value)) return value.map(String);
    return (this.#environment.get(twinOf(flag)) ?? '').split('\n').filter((line) => line.trim() !== '');
  }
}

// A forgotten variable must not forget runs.
const WITHOUT_TWIN: readonly string[] = ['prune'];

function twinOf(flag: string): string {
  return `CONTACT_PUSH_${flag.toUpperCase().replaceAll('-', '_')}`;
}

function camel(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
