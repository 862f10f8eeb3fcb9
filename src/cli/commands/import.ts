import type { AddCommand } from '../command.js';
import { addCommonOptions, addImportOptions, addLedgerOptions } from '../options.js';

const EXAMPLES = `
Examples:
  contact-push import contacts.csv --provider octopush --sandbox
  contact-push import contacts.csv --provider octopush --country FR --set list_name=spring
  contact-push import contacts.csv --provider protexting --set GroupIds=12 --dry-run
  contact-push import crm.csv --provider amoot --calendar jalali --date-format dd/MM/yyyy
  contact-push import people.json --provider amoot --report people.json.report.ndjson
  contact-push import people.csv --provider octopush --map phone_number=GSM --save-mapping people.map.json --dry-run
  contact-push import people.csv --provider octopush --mapping people.map.json
  cat contacts.csv | contact-push import - --provider octopush --quiet`;

/** `import`: sends the contacts of a file and writes the fate of every row. */
export const addImport: AddCommand = (program, does) => {
  const command = program
    .command('import')
    .summary('send contacts, and write what became of every row')
    .description('Sends the contacts of a CSV, TSV, JSON or NDJSON file and writes what became of every row.')
    .argument('<file>', 'the contacts; - for standard input');
  addImportOptions(command);
  addLedgerOptions(command);
  addCommonOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(does(async (call) => (await import('../work/import.js')).runImport(call)));
};
