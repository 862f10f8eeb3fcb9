import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from '../../errors.js';
import { checkWritable, writeWhole } from '../../report/files.js';
import type { ReportFormat } from '../../report/format.js';
import { FORMATS, formatNamed, formatOfFile } from '../../report/index.js';
import type { Call } from '../command.js';
import { openRun } from '../find-run.js';
import { type Keep, keeping } from '../keep.js';
import { openPage } from '../open-page.js';
import { readChoice } from '../parse.js';
import { printed } from '../printed.js';
import { viewOf } from '../run-view.js';
import type { Flags } from '../settings/flags.js';
import { stateFolder } from '../state.js';
import { isUnfinished } from '../unfinished.js';

/** Writes the report of one run, from the ledger alone, and opens it where that is asked for. */
export function runReport(call: Call): Promise<number> {
  return keeping((keep) => writeReport(call, keep));
}

async function writeReport({ flags, operands, output, argv }: Call, keep: Keep): Promise<number> {
  const opens = flags.on('open');
  const asked = flags.text('out');
  const named = asked === undefined || asked === '-' ? '/dev/stdout' : asked;
  const format = opens ? readPageFormat(flags, asked) : readFormat(flags, named);
  const folder = stateFolder(flags);
  const { history, run } = await openRun(folder, operands[0] ?? '', keep);
  // A new folder is its owner's alone. It stays: a browser reads the file when it comes to it.
  const privateFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'contact-push-'));
  const out = opens ? resolve(asked ?? join(await privateFolder(), `${run.id}${format.extension}`)) : named;
  const input = run.inputPath === null ? {} : { 'the input of the run': run.inputPath };
  await checkWritable(out, { flag: '--out', not: { ...input, 'the ledger': join(folder, 'ledger.db') } });
  if (isUnfinished(run)) {
    const state =
      run.end === null ? 'goes on, or broke off: rows that have no fate yet are not in its report' : 'is unfinished';
    output.notice(`run ${run.id} ${state}`);
  }
  const page = async () => (await import('../page-parts.js')).pageParts();
  const options = { defuse: !flags.off('defuse'), showNumbers: flags.on('show-numbers'), page };
  await writeWhole(out, printed(out, format.render(viewOf(history, run.id, argv), options), output));
  if (opens) output.print((await openPage(out)) ? `opened ${out}` : `no browser can be opened here: see ${out}`);
  return 0;
}

function readFormat(flags: Flags, out: string): ReportFormat {
  const asked = askedFormat(flags);
  const format = asked ?? formatOfFile(out);
  const names = FORMATS.map(({ name }) => name);
  if (format === undefined) throw new UsageError(`--out ${out}: give the format with --as ${names.join('|')}`);
  return format;
}

function askedFormat(flags: Flags): ReportFormat | undefined {
  const names = FORMATS.map(({ name }) => name);
  return flags.read('as', (name, text) => formatNamed(readChoice(name, text, names)), undefined);
}

/** What a browser shows: a page, and of other formats none. */
function readPageFormat(flags: Flags, out: string | undefined): ReportFormat {
  if (out === '-' || out?.startsWith('/dev/')) {
    throw new UsageError(`--out ${out}: is no file that --open could open; name one, or leave --out out`);
  }
  const format = askedFormat(flags) ?? (out === undefined ? undefined : formatOfFile(out)) ?? formatNamed('html');
  if (format?.name === 'html') return format;
  throw new UsageError('--open shows a page: leave out --as, and let --out end in .html, or leave out --open');
}
