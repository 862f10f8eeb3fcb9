import { UsageError } from '../../errors.js';
import { openLedger } from '../../ledger/sqlite.js';
import { checkWritable, writeWhole } from '../../report/files.js';
import type { ReportFormat } from '../../report/format.js';
import { FORMATS, formatNamed, formatOfFile } from '../../report/index.js';
import type { Call } from '../command.js';
import { findRun } from '../find-run.js';
import type { Flags } from '../flags.js';
import { readChoice } from '../parse.js';
import { stateFolder } from '../state.js';

/** Writes the report of one run, from the ledger alone. */
export async function runReport({ flags, operands }: Call): Promise<number> {
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
