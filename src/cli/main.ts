import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { StorageError } from '../errors.js';
import type { Work } from './command.js';
import { addImport } from './commands/import.js';
import { addReconcile } from './commands/reconcile.js';
import { addReport } from './commands/report.js';
import { addResume } from './commands/resume.js';
import { addRetry } from './commands/retry.js';
import { addRuns } from './commands/runs.js';
import { addSandbox } from './commands/sandbox.js';
import { readEnvironment } from './environment.js';
import { exitOfError } from './exit.js';
import { Flags } from './flags.js';
import { Output, outliveOutput } from './output.js';
import type { Refusal } from './summary.js';

const EXAMPLES = `
Examples:
  contact-push import contacts.csv --provider octopush --sandbox
  contact-push import contacts.csv --provider octopush --country FR
  contact-push runs`;

/** Runs a command line (without the program's name) and gives its exit status. Never rejects. */
export async function main(argv: readonly string[]): Promise<number> {
  // Contacts are nobody else's to read, whatever file holds them.
  process.umask(0o077);
  const resultIsLost = outliveOutput();
  let output = new Output({ quiet: false, color: !argv.includes('--no-color') });
  // Known before the flags are: an end before that is a document too.
  let json = argv.includes('--json') || /^(1|true|yes|on)$/i.test(process.env['CONTACT_PUSH_JSON'] ?? '');
  let exit = 0;

  const does = (work: Work) =>
    async function (this: Command): Promise<void> {
      const typedFlags = this.opts<{ envFile?: string }>();
      const environment = readEnvironment(typedFlags.envFile);
      const flags = new Flags(this.opts(), environment);
      output = new Output({ quiet: flags.on('quiet'), color: !flags.off('color') });
      json ||= flags.on('json');
      exit = await work({ flags, environment, output, operands: this.args, argv });
    };

  try {
    await program(does).parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
  } catch (error) {
    exit = report(error, argv, output, json);
  }
  // A full disk is told only when what was printed is on its way.
  await new Promise((resolve) => process.stdout.write('', resolve));
  return exit === 0 && resultIsLost() ? 1 : exit;
}

function program(does: (work: Work) => (this: Command) => Promise<void>): Command {
  const root = new Command('contact-push')
    .description(
      'Imports contacts in bulk into Octopush, ProTexting and Amoot SMS, and tells what became of every row.',
    )
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError()
    .addHelpText('after', EXAMPLES);
  for (const add of [addImport, addResume, addRetry, addReconcile, addRuns, addReport, addSandbox]) add(root, does);
  return root;
}

/** Says what went wrong, in one line where it is no bug, and gives the exit status. */
function report(error: unknown, argv: readonly string[], output: Output, json: boolean): number {
  const { exit, bug } = exitOfError(error);
  if (exit === 0 || isClosedPipe(error)) return 0;
  const message = messageOf(error, bug, argv);
  output.error(message);
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

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const read: unknown = JSON.parse(text);
  return typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : '';
}
