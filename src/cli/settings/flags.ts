import { UsageError } from '../../errors.js';
import type { Environment } from './environment.js';
import type { Project, Stated } from './project.js';

/** A value with the name it was given by, for messages: the flag, the variable, or the key of the project file. */
export interface Given {
  readonly name: string;
  readonly text: string;
}

/** What a run was begun with, by flag: a text, several, or on; undefined where the flag was not given. */
export type Decided = Readonly<Record<string, string | readonly string[] | true | undefined>>;

/** Where a value comes from; the first goes before the others. */
export const LAYERS = ['flag', 'environment', 'file', 'profile', 'project'] as const;
export type Layer = (typeof LAYERS)[number];

/**
 * What was asked for: the flag, else its twin in the environment (`CONTACT_PUSH_RATE` for `--rate`) or in `.env`, else
 * the profile, else the project file.
 */
export class Flags {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #environment: Environment;
  readonly #project: Project;
  readonly #decided: Decided;

  constructor(
    values: Readonly<Record<string, unknown>>,
    environment: Environment,
    project: Project = new Map(),
    decided: Decided = {},
  ) {
    this.#values = values;
    this.#environment = environment;
    this.#project = project;
    this.#decided = decided;
  }

  /** The same, but for flags whose value was decided before. */
  decided(decided: Decided): Flags {
    return new Flags(this.#values, this.#environment, this.#project, decided);
  }

  /** What was asked for this once, without the project file. */
  withoutProject(): Flags {
    return new Flags(this.#values, this.#environment, new Map(), this.#decided);
  }

  /** `flag` as typed, without the dashes. */
  given(flag: string): Given | undefined {
    if (flag in this.#decided) {
      const text = this.#decided[flag];
      return typeof text === 'string' ? { name: `--${flag}`, text } : undefined;
    }
    const value = this.#values[camel(flag)];
    if (typeof value === 'string') return { name: `--${flag}`, text: value };
    const twin = this.#twin(flag);
    if (twin !== undefined) return { name: twinOf(flag), text: twin };
    const stated = this.#stated(flag);
    return typeof stated?.value === 'string' ? { name: stated.name, text: stated.value } : undefined;
  }

  text(flag: string): string | undefined {
    return this.given(flag)?.text;
  }

  /** Reads the text of a flag with `read`, or gives `otherwise` when it was not given. */
  read<T, Otherwise>(flag: string, read: (name: string, text: string) => T, otherwise: Otherwise): T | Otherwise {
    const given = this.given(flag);
    return given === undefined ? otherwise : read(given.name, given.text);
  }

  /** What a flag was given by: its own name, that of its variable, or its key in the project file. */
  nameOf(flag: string): string {
    if (this.#values[camel(flag)] !== undefined) return `--${flag}`;
    if (this.#twin(flag) !== undefined) return twinOf(flag);
    return this.#stated(flag)?.name ?? `--${flag}`;
  }

  /** Where the value of a flag comes from; undefined where it was not given. `negated` for one that is typed `--no-…`. */
  layerOf(flag: string, negated = false): Layer | undefined {
    const value = this.#values[camel(flag)];
    // commander has true for a --no-… that was not typed.
    if (value !== undefined && value !== negated) return 'flag';
    const name = negated ? `no-${flag}` : flag;
    if (this.#twin(name) !== undefined) return this.#environment.origin(twinOf(name));
    const stated = this.#stated(flag);
    if (stated === undefined) return undefined;
    return stated.profile === undefined ? 'project' : 'profile';
  }

  /** Whether a flag without a value is on. */
  on(flag: string): boolean {
    if (flag in this.#decided) return this.#decided[flag] === true;
    const value = this.#values[camel(flag)];
    if (value === true) return true;
    const text = this.#twin(flag);
    if (text === undefined) return this.#stated(flag)?.value === true;
    if (/^(1|true|yes|on)$/i.test(text)) return true;
    if (/^(0|false|no|off)$/i.test(text)) return false;
    throw new UsageError(`${twinOf(flag)}=${text}: expected 1 or 0`);
  }

  /** Whether a `--no-…` flag was given. `flag` is named without `no-`. */
  off(flag: string): boolean {
    if (this.#values[camel(flag)] === false) return true;
    if (this.#twin(`no-${flag}`) !== undefined) return this.on(`no-${flag}`);
    return this.#stated(flag)?.value === false;
  }

  /** The values of a flag that may be given several times; in a variable, one a line. */
  list(flag: string): readonly string[] {
    if (flag in this.#decided) {
      const values = this.#decided[flag];
      return Array.isArray(values) ? values : [];
    }
    const value = this.#values[camel(flag)];
    if (Array.isArray(value)) return value.map(String);
    const twin = this.#twin(flag);
    if (twin !== undefined) return twin.split('\n').filter((line) => line.trim() !== '');
    const stated = this.#stated(flag)?.value;
    return Array.isArray(stated) ? stated : [];
  }

  #twin(flag: string): string | undefined {
    return WITHOUT_TWIN.includes(flag) ? undefined : this.#environment.get(twinOf(flag));
  }

  #stated(flag: string): Stated | undefined {
    return this.#project.get(flag);
  }
}

// A forgotten variable must not forget runs.
const WITHOUT_TWIN: readonly string[] = ['prune'];

/** The variable that stands for a flag. */
export function twinOf(flag: string): string {
  return `CONTACT_PUSH_${flag.toUpperCase().replaceAll('-', '_')}`;
}

function camel(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
