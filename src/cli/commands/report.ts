import type { AddCommand } from '../command.js';
import { addCommonOptions, addLedgerOptions } from '../options.js';

const EXAMPLES = `
Examples:
  contact-push report 20260131-094500-k3f
  contact-push report 20260131-094500-k3f --as ndjson --out run.ndjson`;

/** `report`: the fate of every row of a run, once more. */
export const addReport: AddCommand = (program, does) => {
  const command = program
    .command('report')
    .summary("write a run's report again")
    .description('Writes the report of a run again, from the ledger.')
    .argument('<run>', 'its id, as `runs` lists it, or the beginning of one')
    .option('--as <format>', 'csv, ndjson or json (default: as --out ends, else csv)')
    .option('--out <file>', 'where to write it (default: standard output)')
    .option('--no-defuse', 'leave cells that a spreadsheet would take for a formula');
  addLedgerOptions(command);
  addCommonOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(does(async (call) => (await import('../work/report.js')).runReport(call)));
};
