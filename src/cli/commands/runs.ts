import type { AddCommand } from '../command.js';
import { addCommonOptions, addLedgerOptions } from '../options.js';

const EXAMPLES = `
Examples:
  contact-push runs
  contact-push runs --json
  contact-push runs --prune 90d`;

/** `runs`: what was imported, when, and how it ended. */
export const addRuns: AddCommand = (program, does) => {
  const command = program
    .command('runs')
    .summary('list runs: when, what, how they ended, counts')
    .description('Lists runs, the newest first: when, what, how they ended, and the counts of their rows.')
    .option('--json', 'as one JSON document')
    .option('--prune <age>', 'forget runs of which nothing was heard for so long, such as 90d, and whom they sent to');
  addLedgerOptions(command);
  addCommonOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(does(async (call) => (await import('../work/runs.js')).runRuns(call)));
};
