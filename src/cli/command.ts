import type { Command } from 'commander';
import type { Output } from './output.js';
import type { Environment } from './settings/environment.js';
import type { Flags } from './settings/flags.js';

/** What a command has to work with. */
export interface Call {
  readonly flags: Flags;
  readonly environment: Environment;
  readonly output: Output;
  /** What stands on the command line beside the flags. */
  readonly operands: readonly string[];
  /** The command line, without the program's name. */
  readonly argv: readonly string[];
}

/** Does the command's work and gives the exit status. */
export type Work = (call: Call) => Promise<number>;

/** Adds a command to the program; `does` turns its work into what commander calls. */
export type AddCommand = (program: Command, does: (work: Work) => (this: Command) => Promise<void>) => void;
