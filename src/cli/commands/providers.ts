import type { AddCommand } from '../command.js';
import { addExamples } from '../help.js';
import { addCommonOptions } from '../options.js';

const EXAMPLES = ['contact-push providers', 'contact-push providers amoot', 'contact-push providers octopush --json'];

/** `providers`: what each provider takes. */
export const addProviders: AddCommand = (program, does) => {
  const command = program
    .command('providers')
    .summary('what each takes: fields, settings, limits')
    .description('Shows the providers, or all that one takes: settings, limits and fields.')
    .argument('[name]', 'octopush, protexting or amoot (default: all, in short)')
    .option('--json', 'everything as one JSON document');
  addExamples(addCommonOptions(command), EXAMPLES).action(
    does(async (call) => (await import('../work/providers.js')).runProviders(call)),
  );
};
