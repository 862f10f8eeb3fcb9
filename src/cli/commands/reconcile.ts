import type { AddCommand } from '../command.js';
import { addExamples } from '../help.js';
import { addLaterOptions } from '../options.js';

const EXAMPLES = [
  'contact-push reconcile 20260131-094500-k3f',
  'contact-push reconcile 20260131-094500-k3f --rate 1/s --json',
];

/** `reconcile`: finds out about the rows of a run that may be stored or not. */
export const addReconcile: AddCommand = (program, does) => {
  const command = program
    .command('reconcile')
    .summary('find out about the unknown rows of a run')
    .description(
      'Finds out about the rows of a run that are unknown: looks them up at ProTexting and Amoot, and sends them again to Octopush, where that is harmless. What cannot be found out stays unknown.',
    )
    .argument('<run>', 'its id, or how that begins');
  addExamples(addLaterOptions(command, { sends: false }), EXAMPLES).action(
    does(async (call) => (await import('../work/reconcile.js')).runReconcile(call)),
  );
};
