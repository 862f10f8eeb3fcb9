import type { AddCommand } from '../command.js';
import { addExamples } from '../help.js';
import { addCommonOptions } from '../options.js';

const EXAMPLES = [
  'contact-push template --provider octopush',
  'contact-push template --provider amoot --format json',
  'contact-push template --provider protexting > contacts.csv',
];

/** `template`: a file to start from. */
export const addTemplate: AddCommand = (program, does) => {
  const command = program
    .command('template')
    .summary('print a header and a sample row to start from')
    .description('Prints a file to start from: the names of the fields, and a sample row.')
    .option('--provider <name>', 'octopush, protexting or amoot (required)')
    .option('--format <format>', 'csv, tsv, ndjson or json (default csv)');
  addExamples(addCommonOptions(command), EXAMPLES).action(
    does(async (call) => (await import('../work/template.js')).runTemplate(call)),
  );
};
