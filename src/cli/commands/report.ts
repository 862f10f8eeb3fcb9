import { closest } from '../../contact/columns.js';
import { UsageError } from '../../errors.js';
import type { Ledger, RunRecord } from '../../ledger/ledger.js';
import { openLedger } from '../../ledger/sqlite.js';
import { checkWritable, writeWhole } from '../../report/files.js';
import type { ReportFormat } from '../../report/format.js';
import { FORMATS, formatNamed, formatOfFile } from '../../report/index.js';
import type { AddCommand, Call } from '../command.js';
import type { Flags } from '../flags.js';
import { addCommonOptions, addLedgerOptions } from '../options.js';
import { readChoice } from '../parse.js';
import { stateFolder } from '../state.js';

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
    .option('--as <format>', `${FORMATS.map(({ name }) => name).join(', ')} (default: as --out ends, else csv)`)
    .option('--out <file>', 'where to write it (default: standard output)')
    .option('--no-defuse', 'leave cells that a spreadsheet would take for a formula');
  addLedgerOptions(command);
  addCommonOptions(command).addHelpText('after', EXAMPLES).action(does(runReport));
};

async function runReport({ flags, operands }: Call): Promise<number> {
  const out = flags.text('out');
  const format = readFormat(flags, out);
  const ledger = await openLedger(stateFolder(flags));
  try {
    const run = await findRun(ledger, operands[0] ?? '');
    const text = format.render(ledger.outcomes(run.id), { defuse: !flags.off('defuse') });
    if (out !== undefined) await checkWritable(out, { flag: '--out', not: {} });
    await writeWhole(out ?? '/dev/stdout', text);
    return 0;
  } finally {
    await ledger.close();
  }
}

function readFormat(flags: Flags, out: string | undefined): ReportFormat {
  const names = FORMATS.map(({ name }) => name);
  const asked = flags.read('as', (name, text) => formatNamed(readChoice(name, text, names)), undefined);
  const format = asked ?? (out === undefined ? FORMATS[0] : formatOfFile(out));
  if (format === undefined) throw new UsageError(`--out ${out}: give the format with --as ${names.join('|')}`);
  return format;
}

/** The run of that id, or the only one whose id begins so. */
async function findRun(ledger: Ledger, id: string): Promise<RunRecord> {
  const exact = await ledger.run(id);
  if (exact !== undefined) return exact;
  const runs = await ledger.runs();
  const [run, other] = id === '' ? [] : runs.filter((each) => each.id.startsWith(id));
  if (run !== undefined && other === undefined) return run;
  if (other !== undefined) throw new UsageError(`${id}: more than one run begins so. See: contact-push runs`);
  const guess = closest(
    id,
    runs.map((each) => each.id),
  );
  throw new UsageError(
    `${id}: there is no such run. ${guess === undefined ? 'See: contact-push runs' : `Did you mean ${guess}?`}`,
  );
}
