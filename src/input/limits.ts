import { InputError } from '../errors.js';

/** The most bytes a record may have, so that memory does not grow with what is in a file. */
export const MAX_RECORD_BYTES = 1024 * 1024;
/** The most columns a record may have, and the most different keys all JSON objects together. */
export const MAX_COLUMNS = 10_000;

export function recordTooLong(name: string, line: number): InputError {
  return new InputError(`${name}:${line}: expected a record of at most 1 MiB, found a longer one`, { line });
}

export function tooManyColumns(name: string, line: number, found: number): InputError {
  const message = `expected at most ${MAX_COLUMNS} columns, found ${found}; is the delimiter right?`;
  return new InputError(`${name}:${line}: ${message}`, { line });
}

export function tooManyKeys(name: string, line: number): InputError {
  return new InputError(`${name}:${line}: expected at most ${MAX_COLUMNS} different keys, found more`, { line });
}
