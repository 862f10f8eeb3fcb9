import type { AddCommand } from '../command.js';
import { addExamples } from '../help.js';
import { addCommonOptions, addLedgerOptions } from '../options.js';

const EXAMPLES = [
  'contact-push report 20260131-094500-k3f',
  'contact-push report 20260131-094500-k3f --as html --out run.html',
  'contact-push report 20260131-094500-k3f --open',
  'contact-push report 20260131-094500-k3f --as ndjson --out run.ndjson',
];

/** `report`: the fate of every row of a run, once more. */
export const addReport: AddCommand = (program, does) => {
  const command = program
    .command('report')
    .summary("write a run's report again")
    .description('Writes the report of a run again, from the ledger.')
    .argument('<run>', 'its id, as `runs` lists it, or the beginning of one')
    .option('--as <format>', 'csv, ndjson, json or html (default: as --out ends, else csv)')
    .option('--out <file>', 'where to write it (default, and -: standard output)')
    .option('--open', 'a page, opened in the browser (in a private file without --out)')
    .option('--show-numbers', 'phone numbers whole in a page, which masks them')
    .option('--no-defuse', 'leave cells that a spreadsheet would take for a formula');
  addLedgerOptions(command);
  addExamples(addCommonOptions(command), EXAMPLES).action(
    does(async (call) => (await import('../work/report.js')).runReport(call)),
  );
};
