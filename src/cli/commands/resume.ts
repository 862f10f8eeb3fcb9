import type { AddCommand } from '../command.js';
import { addLaterOptions } from '../options.js';

const EXAMPLES = `
Examples:
  contact-push resume
  contact-push resume 20260131-094500-k3f --rate 1/s
  zcat contacts.csv.gz | contact-push resume 20260131-094500-k3f -`;

/** `resume`: goes on with a run that was interrupted. */
export const addResume: AddCommand = (program, does) => {
  const command = program
    .command('resume')
    .summary('go on with a run that was interrupted')
    .description(
      'Goes on with a run that was interrupted or stopped: rows that have a fate keep it, the others are sent. It takes the same input again, and all that decided what is sent from the run.',
    )
    .argument('[run]', 'the run, or how its id begins (default: the latest)')
    .argument('[file]', 'where the same input lies now (default: where it was); - for standard input');
  addLaterOptions(command, { sends: true })
    .addHelpText('after', EXAMPLES)
    .action(does(async (call) => (await import('../work/resume.js')).runResume(call)));
};
