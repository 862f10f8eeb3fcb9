import { basename, extname, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import type { Input } from '../input/index.js';
import { unpackedName } from '../input/unpack.js';
import type { RunStart } from '../ledger/ledger.js';
import { checkWritable } from '../report/files.js';
import type { ReportFormat } from '../report/format.js';
import { FORMATS, formatOfFile } from '../report/index.js';
import { rejectsExtension } from '../report/rejects.js';
import { checkMetrics } from './metrics.js';
import type { Flags } from './settings/flags.js';

/** The files that a run leaves behind. */
export interface Files {
  readonly report: string;
  readonly format: ReportFormat;
  readonly rejects: string;
  readonly defuse: boolean;
  /** Phone numbers whole in a page. */
  readonly showNumbers: boolean;
  /** Where Prometheus finds how the session went; undefined where it is not asked for. */
  readonly metrics: string | undefined;
}

/** Names the report and the rejects file of a run, and makes sure, before anything is sent, that all can be written. */
export function chooseFiles(
  flags: Flags,
  path: string,
  { format }: Pick<Input, 'format'>,
  dryRun: boolean,
): Promise<Files> {
  const stem = path === '-' ? 'stdin' : stemOf(unpackedName(path));
  const base = dryRun ? `${stem}.dry-run` : stem;
  const report = flags.text('report') ?? `${base}.report.csv`;
  const rejects = flags.text('rejects') ?? `${base}.rejects${rejectsExtension(format)}`;
  return checked({ report, rejects, defuse: !flags.off('defuse') }, flags, path);
}

/** The files of a run that goes on: where they were, unless others are named. `path` is its input. */
export function filesOf(flags: Flags, run: RunStart, path: string): Promise<Files> {
  const report = flags.text('report') ?? run.report;
  const rejects = flags.text('rejects') ?? run.rejects;
  return checked({ report, rejects, defuse: run.defuse && !flags.off('defuse') }, flags, path);
}

/** A path that means the same from every folder; a device stays what it is. */
export function lasting(path: string): string {
  return path.startsWith('/dev/') ? path : resolve(path);
}

async function checked(
  { report, rejects, defuse }: Pick<Files, 'report' | 'rejects' | 'defuse'>,
  flags: Flags,
  path: string,
): Promise<Files> {
  const format = formatOf(report);
  if (flags.on('json') && [report, rejects].includes('/dev/stdout')) {
    throw new UsageError('--json prints its document on standard output: name another file than /dev/stdout');
  }
  // Standard input may come from a file, which must not be replaced either.
  const inputFile: Readonly<Record<string, string>> = { 'the input': path === '-' ? '/dev/stdin' : path };
  await checkWritable(report, { flag: '--report', not: inputFile });
  if (resolve(rejects) === resolve(report) && !report.startsWith('/dev/')) {
    throw new UsageError(`--rejects ${rejects}: is the report itself; name another file with --rejects`);
  }
  const notReport = report.startsWith('/dev/') ? inputFile : { ...inputFile, 'the report': report };
  await checkWritable(rejects, { flag: '--rejects', not: notReport });
  const metrics = flags.text('metrics');
  if (metrics !== undefined) {
    await checkMetrics(
      metrics,
      rejects.startsWith('/dev/') ? notReport : { ...notReport, 'the rejects file': rejects },
    );
  }
  return { report, format, rejects, defuse, showNumbers: flags.on('show-numbers'), metrics };
}

function stemOf(path: string): string {
  return basename(path, extname(path)) || basename(path);
}

function formatOf(report: string): ReportFormat {
  const format = formatOfFile(report);
  if (format !== undefined) return format;
  const endings = FORMATS.map(({ extension }) => extension);
  throw new UsageError(
    `--report ${report}: expected a name that ends in ${endings.slice(0, -1).join(', ')} or ${endings.at(-1)}`,
  );
}
