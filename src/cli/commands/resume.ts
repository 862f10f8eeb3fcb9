import type { AddCommand } from '../command.js';
import { addExamples } from '../help.js';
import { addLaterOptions } from '../options.js';

const EXAMPLES = [
  'contact-push resume',
  'contact-push resume 20260131-094500-k3f --rate 1/s',
  'zcat contacts.csv.gz | contact-push resume 20260131-094500-k3f -',
];

/** `resume`: goes on with a run that was interrupted. */
export const addResume: AddCommand = (program, does) => {
  const command = program
    .command('resume')
    .summary('go on with a run that was interrupted')
    .description(
      'Goes on with a run that was interrupted or stopped: rows that have a fate keep it, the others are sent. What decided that is taken from the run.',
    )
    .argument('[run]', 'or how its id begins (default: the latest)')
    .argument('[file]', 'the same input (default: where it was); - is standard input');
  addExamples(addLaterOptions(command, { sends: true }), EXAMPLES).action(
    does(async (call) => (await import('../work/resume.js')).runResume(call)),
  );
};
