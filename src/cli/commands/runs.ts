import type { AddCommand } from '../command.js';
import { addExamples } from '../help.js';
import { addCommonOptions, addLedgerOptions } from '../options.js';

const EXAMPLES = [
  'contact-push runs',
  'contact-push runs --limit 10',
  'contact-push runs --json',
  'contact-push runs --prune 90d',
];

/** `runs`: what was imported, when, and how it ended. */
export const addRuns: AddCommand = (program, does) => {
  const command = program
    .command('runs')
    .summary('list runs: when, what, how they ended, counts')
    .description('Lists runs, the newest first: when, what, how they ended, and the counts of their rows.')
    .option('--limit <n>', 'only the newest n (default: all)')
    .option('--json', 'as one JSON document')
    .option('--prune <age>', 'forget runs of which nothing was heard for so long, such as 90d, and whom they sent to');
  addLedgerOptions(command);
  addExamples(addCommonOptions(command), EXAMPLES).action(
    does(async (call) => (await import('../work/runs.js')).runRuns(call)),
  );
};
