/** The few errors that end a run. Anything else is a bug and keeps its stack. None may hold a secret; each says what to type. */

/** The command line does not say what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A setting is missing or cannot be used. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The input cannot be read. The message begins with the file and, where there is one, the line. */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** Line of the file where it breaks, from 1. */
  readonly line: number | undefined;

  constructor(message: string, options: { line?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.line = options.line;
  }
}

/** The ledger, or a report, cannot be written or read. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** Another process holds the account of the run. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

/** An argument as it is typed into a shell: quoted where it must be. */
export function typed(argument: string): string {
  if (/\p{Cc}/u.test(argument)) {
    const escaped = argument.replace(/[\p{Cc}\\']/gu, (character) =>
      /\p{Cc}/u.test(character) ? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}` : `\\${character}`,
    );
    return `$'${escaped}'`;
  }
  return /^[\p{L}\p{N}_=.:/@%+,-]+$/u.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
