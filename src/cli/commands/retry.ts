import type { AddCommand } from '../command.js';
import { addExamples } from '../help.js';
import { addLaterOptions } from '../options.js';

const EXAMPLES = [
  'contact-push retry 20260131-094500-k3f',
  'contact-push retry 20260131-094500-k3f --max-retries 10 --json',
];

/** `retry`: sends again the rows of a run that certainly are not stored. */
export const addRetry: AddCommand = (program, does) => {
  const command = program
    .command('retry')
    .summary('send again the failed rows of a run')
    .description(
      'Sends again the rows of a run that are failed: their tries ended, and they certainly are not stored. It needs no input file.',
    )
    .argument('<run>', 'its id, or how that begins');
  addExamples(addLaterOptions(command, { sends: true }), EXAMPLES).action(
    does(async (call) => (await import('../work/retry.js')).runRetry(call)),
  );
};
