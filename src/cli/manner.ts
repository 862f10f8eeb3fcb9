import { UsageError } from '../errors.js';
import { readChoice } from './parse.js';
import type { Flags } from './settings/flags.js';

/** How the program speaks on standard error. */
export interface Manner {
  /** Of errors alone. */
  readonly quiet: boolean;
  /** Of every call. */
  readonly verbose: boolean;
  /** In JSON, an object a line. */
  readonly json: boolean;
  readonly color: boolean;
}

const FORMATS = ['text', 'json'] as const;

/** Reads how to speak. Throws a UsageError for what cannot be. */
export function readManner(flags: Flags): Manner {
  const [quiet, verbose] = [flags.on('quiet'), flags.on('verbose')];
  if (quiet && verbose) {
    const [one, other] = [flags.nameOf('quiet'), flags.nameOf('verbose')];
    throw new UsageError(`${one} prints errors alone, and ${other} every call: leave one of them out`);
  }
  const format = flags.read('log-format', (name, text) => readChoice(name, text, FORMATS), 'text');
  return { quiet, verbose, json: format === 'json', color: !flags.off('color') };
}

/** How to speak as long as the flags are not read: as far as the command line and its environment show it. */
export function firstManner(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Manner {
  const typed = argv.flatMap((argument, index) => {
    if (argument === '--log-format') return argv[index + 1] ?? '';
    return argument.startsWith('--log-format=') ? argument.slice('--log-format='.length) : [];
  });
  const format = typed.at(-1) ?? env['CONTACT_PUSH_LOG_FORMAT'] ?? '';
  const json = format.trim().toLowerCase() === 'json';
  return { quiet: false, verbose: false, json, color: !argv.includes('--no-color') };
}
