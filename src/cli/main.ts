import { type Command, CommanderError } from 'commander';
import { StorageError } from '../errors.js';
import { afterRefusal } from './after-refusal.js';
import type { Work } from './command.js';
import { exitOfError } from './exit.js';
import { firstManner, readManner } from './manner.js';
import { runsLine } from './next.js';
import { Output, outliveOutput } from './output.js';
import { program } from './program.js';
import { readSettings } from './settings/read.js';
import type { Refusal } from './summary.js';

/** Runs a command line (without the program's name) and gives its exit status. Never rejects. */
export async function main(argv: readonly string[]): Promise<number> {
  // Contacts are nobody else's to read, whatever file holds them.
  process.umask(0o077);
  const resultIsLost = outliveOutput();
  let output = new Output(firstManner(argv, process.env));
  // Known before the flags are: an end before that is a document too.
  let json = argv.includes('--json') || /^(1|true|yes|on)$/i.test(process.env['CONTACT_PUSH_JSON'] ?? '');
  let exit = 0;

  const does = (work: Work) =>
    async function (this: Command): Promise<void> {
      const { flags, environment } = await readSettings(this, keys());
      output = new Output(readManner(flags));
      await output.prepare();
      json ||= flags.on('json');
      const call = { flags, environment, output, operands: this.args, argv };
      if (flags.on('show-settings')) (await import('./settings/show.js')).showSettings(call, this);
      else exit = await work(call);
    };
  const commands = program(does);
  const keys = (): Command => commands.commands.find((command) => command.name() === 'import') ?? commands;

  try {
    await commands.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
  } catch (error) {
    await output.prepare();
    exit = report(error, argv, output, json);
  }
  // A full disk is told only when what was printed is on its way.
  await new Promise((resolve) => process.stdout.write('', resolve));
  if (!resultIsLost()) return exit;
  output.error('standard output cannot be written, and what was said there is lost', runsLine(argv));
  return exit === 0 ? 1 : exit;
}

/** Says what went wrong, in one line where it is no bug, and gives the exit status. */
function report(error: unknown, argv: readonly string[], output: Output, json: boolean): number {
  const { exit, bug } = exitOfError(error);
  if (exit === 0 || isClosedPipe(error)) return 0;
  const message = messageOf(error, bug, argv);
  const next = error instanceof CommanderError ? undefined : afterRefusal(error, argv);
  output.error(message, next?.line, next?.when);
  const refusal: Refusal = { run: null, status: 'refused', exit, error: message };
  if (json) output.print(JSON.stringify(refusal));
  return exit;
}

/** Whoever read our output has seen enough. */
function isClosedPipe(error: unknown): boolean {
  const cause = error instanceof StorageError ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'EPIPE';
}

function messageOf(error: unknown, bug: boolean, argv: readonly string[]): string {
  if (error instanceof CommanderError) {
    const known = ['commander.unknownCommand', 'commander.help'].includes(error.code)
      ? []
      : argv.slice(0, 1).filter((word) => !word.startsWith('-'));
    const help = ['contact-push', ...known, '--help'].join(' ');
    // commander shows the general help for a command that it does not know, and says nothing more.
    const said = error.code === 'commander.help' ? `there is no command "${argv[1] ?? ''}"` : error.message;
    return `${said
      .replace(/^error: /, '')
      .replace(/\s+/g, ' ')
      .replace(/\.$/, '')}. See: ${help}`;
  }
  if (!(error instanceof Error)) return String(error);
  return bug ? `this is a fault of contact-push itself: ${error.stack ?? error.message}` : error.message;
}
