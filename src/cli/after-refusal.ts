import { BusyError, ConfigError, InputError, StorageError, typed, UsageError } from '../errors.js';
import { runsLine, sameLine } from './next.js';

/** What to type after a command that ended before it had a run, and when. */
export interface AfterRefusal {
  readonly line: string;
  readonly when?: string;
}

/** Undefined where the message itself ends with a command of this program. */
export function afterRefusal(error: unknown, argv: readonly string[]): AfterRefusal | undefined {
  const message = error instanceof Error ? error.message : '';
  const again = sameLine(argv);
  if (error instanceof BusyError) {
    const isWaiting = argv.some((argument) => /^--wait(?:=|$)/.test(argument));
    return isWaiting
      ? { line: again, when: 'when the other run is done' }
      : { line: lineWith(argv, '--wait 10m'), when: 'to wait for it' };
  }
  if (/: contact-push [^\n]+$/.test(message)) return undefined;
  if (message.startsWith('not confirmed:')) return { line: again, when: 'to be asked again' };
  const guessed = asGuessed(message, argv);
  if (guessed !== undefined) return { line: guessed };
  if (/: no such file$/.test(message)) return { line: again, when: 'with the name of a file that is there' };
  // The line itself is to be another one.
  if (/\bwith --[\w-]+$/.test(message)) return { line: helpLine(argv) };
  if (error instanceof InputError) return { line: again, when: 'when the input is mended' };
  if (error instanceof ConfigError) return { line: again, when: 'when the settings are mended' };
  if (error instanceof StorageError) return { line: again, when: 'when that is mended' };
  if (error instanceof UsageError) return { line: helpLine(argv) };
  // A fault of the program: whatever it had begun stands in the ledger.
  return { line: runsLine(argv), when: 'to see what is known' };
}

/** The command line with the guess of a message: a flag that is missing, or another word for one that was meant so. */
function asGuessed(message: string, argv: readonly string[]): string | undefined {
  const [, meant, choice] = /(?:Did you mean (.+)\?|Choose one: (--.+))$/s.exec(message) ?? [];
  const guess = meant ?? choice;
  if (guess === undefined) return undefined;
  if (guess.startsWith('--')) return lineWith(argv, guess);
  const [, wrong = ''] = /^(?:--[\w-]+ )?(\S+): /.exec(message) ?? [];
  return argv.includes(wrong) ? sameLine(argv.map((word) => (word === wrong ? guess : word))) : undefined;
}

/** The command line with another flag, where it is still read as one. */
function lineWith(argv: readonly string[], flag: string): string {
  const end = argv.indexOf('--');
  if (end < 0) return `${sameLine(argv)} ${flag}`;
  const operands = argv.slice(end).map(typed).join(' ');
  return `${sameLine(argv.slice(0, end))} ${flag} ${operands}`;
}

function helpLine(argv: readonly string[]): string {
  const [command = ''] = argv;
  return /^[a-z-]+$/.test(command) && !command.startsWith('-')
    ? `contact-push ${command} --help`
    : 'contact-push --help';
}
