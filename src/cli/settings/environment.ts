import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError } from '../../errors.js';

/** Where a value was found. */
export type Origin = 'environment' | 'file';

/** The variables of the environment, and behind them those of an `.env` file. */
export class Environment {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #file: Readonly<Record<string, string | undefined>>;
  /** Of the file, as it was named. */
  readonly path: string;

  constructor(
    environment: Readonly<Record<string, string | undefined>>,
    file: Readonly<Record<string, string | undefined>>,
    path: string,
  ) {
    this.#environment = environment;
    this.#file = file;
    this.path = path;
  }

  /** A variable's value, or undefined when it is unset or empty. */
  get(name: string): string | undefined {
    return this.#environment[name] || this.#file[name] || undefined;
  }

  /** Where `get` finds it. */
  origin(name: string): Origin | undefined {
    if (this.#environment[name]) return 'environment';
    return this.#file[name] ? 'file' : undefined;
  }
}

/** Reads `.env` in the working directory where there is one, or `path`, which must be there. */
export function readEnvironment(path: string | undefined): Environment {
  return new Environment(process.env, readFile(path), path ?? '.env');
}

function readFile(path: string | undefined): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path ?? '.env', 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (path === undefined && (code === 'ENOENT' || code === 'EISDIR')) return {};
    throw new ConfigError(`${path ?? '.env'}: cannot be read (${code}). Name another file with --env-file`, {
      cause: error,
    });
  }
}
