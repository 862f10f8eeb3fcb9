import { realpathSync } from 'node:fs';
import { appendFile, stat } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import type { RunStart } from '../ledger/ledger.js';
import type { FirstRow, FirstRows } from '../report/first.js';
import { grouped } from './figures.js';
import type { Output } from './output.js';
import { printable } from './terminal/printable.js';
import { annotation, isInActions } from './workflow.js';

/** Rows that are shown at their lines; GitHub keeps ten annotations of a kind for each step. */
export const MOST_ANNOTATED = 10;

const MOST_BYTES = 2 ** 20; // GitHub drops the whole summary of a step that is larger

/**
 * Tells GitHub Actions of a run, where it listens: the summary for the page of the workflow run, and the first rows to
 * mend at their lines. Nothing that fails here changes how the run ends.
 */
export async function tellActions(
  run: RunStart,
  summary: () => string,
  { rows, count }: FirstRows,
  output: Output,
): Promise<void> {
  if (!isInActions()) return;
  const file = fileOf(run);
  for (const row of rows) output.command(rowAnnotation(file, row));
  const more = count - rows.length;
  if (more > 0 && !output.quiet) {
    const words = more === 1 ? 'row is' : 'rows are';
    output.command(
      annotation('notice', {}, `${grouped(more)} more ${words} invalid or rejected: see the rejects file`),
    );
  }
  await appendSummary(summary, output);
}

async function appendSummary(summary: () => string, output: Output): Promise<void> {
  const path = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (path === '') return;
  const failed = (why: string): void => output.notice(`the summary of the step cannot be written: ${why}`);
  try {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && !found.isFile()) return failed(`${path} is no file`);
    const text = output.redact(summary());
    if ((found?.size ?? 0) + Buffer.byteLength(text) > MOST_BYTES) return failed('it would become longer than 1 MiB');
    await appendFile(path, text);
  } catch (error) {
    failed(error instanceof Error ? error.message : String(error));
  }
}

function rowAnnotation(file: string | undefined, { row, line, status, code, message }: FirstRow): string {
  const place = file === undefined ? {} : { file, ...(line > 0 && { line: String(line) }) };
  const title = printable(`row ${row} is ${status}: ${code}`);
  return annotation('error', { ...place, title }, printable(message === '' ? code : message));
}

/** The input as GitHub shows it at its place: from the workspace where it lies in it; undefined for standard input. */
function fileOf({ inputPath }: RunStart): string | undefined {
  if (inputPath === null) return undefined;
  const workspace = process.env['GITHUB_WORKSPACE'] ?? '';
  if (workspace === '') return printable(inputPath);
  const inside = relative(realOf(workspace), realOf(inputPath));
  return printable(inside === '' || /^\.\.(?:[/\\]|$)/.test(inside) || isAbsolute(inside) ? inputPath : inside);
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
