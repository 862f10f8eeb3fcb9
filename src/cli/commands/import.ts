import type { AddCommand } from '../command.js';
import { addExamples } from '../help.js';
import { addCommonOptions, addImportOptions, addLedgerOptions } from '../options.js';

const EXAMPLES = [
  'contact-push import contacts.csv --provider octopush --sandbox',
  'contact-push import contacts.csv --provider octopush --set list_name=spring',
  'contact-push import contacts.csv --provider protexting --set GroupIds=12 -n',
  'cat contacts.csv | contact-push import - --provider octopush --quiet',
  'contact-push import crm.csv --provider amoot --calendar jalali --date-format dd/MM/yyyy',
  'contact-push import people.json --provider amoot --report people.json.report.ndjson',
  'contact-push import people.csv --provider octopush --map phone_number=GSM --save-mapping people.map.json --dry-run',
  'contact-push import people.csv --provider octopush --mapping people.map.json',
];

/** `import`: sends the contacts of a file and writes the fate of every row. */
export const addImport: AddCommand = (program, does) => {
  const command = program
    .command('import')
    .summary('send contacts, and write what became of every row')
    .description("Sends the contacts of a file (- is standard input), and writes each row's fate.")
    .argument('<file>');
  addImportOptions(command);
  addLedgerOptions(command);
  addExamples(addCommonOptions(command), EXAMPLES).action(
    does(async (call) => (await import('../work/import.js')).runImport(call)),
  );
};
