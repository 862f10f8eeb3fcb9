import type { Mapping } from '../contact/columns.js';
import { contactReader } from '../contact/read.js';
import { ConfigError, InputError, UsageError } from '../errors.js';
import { rowOf } from '../input/again.js';
import type { RunRecord } from '../ledger/ledger.js';
import { type Contact, NumberText, type Outcome, type Row } from '../model.js';
import type { Call } from './command.js';
import { keeping } from './keep.js';
import type { Became, FieldInLife, Read } from './life.js';
import { readingRules, useRecorded } from './mapping.js';
import { type Plan, readPlan } from './plan.js';
import { openWatched } from './reading.js';
import { decidedBy, recordedMapping } from './recall.js';
import { Environment } from './settings/environment.js';
import { Flags } from './settings/flags.js';

/** A row as it was read and what it became, as far as that can be told. */
export interface Recalled {
  readonly line: number | null;
  readonly read: Omit<Read, 'sessions'>;
  readonly became: Became;
}

/**
 * Brings back what a run read as one of its rows: from the ledger, or from the input where that still lies there with the
 * same content, which reads it through. Whatever stands in the way is said in the answer.
 */
export async function recallRow(
  call: Call,
  run: RunRecord,
  number: number,
  fate: Outcome | undefined,
): Promise<Recalled> {
  const line = fate?.line ?? null;
  try {
    // What was decided then, and nothing of what is set today.
    const flags = new Flags({}, new Environment({}, {}, '.env'), new Map(), decidedBy(run));
    const plan = readPlan({ ...call, flags }, run.inputPath ?? '-', recordedMapping(run));
    const kept = keptRow(run, fate);
    const row = kept ?? (await rowOfInput(call, plan, run, number));
    const from = kept === undefined ? 'input' : 'ledger';
    const read = { from, why_not: '', record: recordOf(row, run.columns) } as const;
    return { line: row.line, read, became: becameOf(row, plan, run, fate) };
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InputError || error instanceof ConfigError)) throw error;
    const read = { from: null, why_not: error.message, record: [] };
    return { line, read, became: { fields: [], ...untold(fate) } };
  }
}

function untold(fate: Outcome | undefined): Omit<Became, 'fields'> {
  if (fate?.status === 'invalid') return { problems: [keptProblem(fate)], why_not: '' };
  return { problems: [], why_not: 'not known without its record' };
}

/** The row as the ledger keeps it; undefined where it does not, or where it never saw it. */
function keptRow(run: RunRecord, fate: Outcome | undefined): Row | undefined {
  if (fate === undefined || fate.record === null || fate.record === '') return undefined;
  try {
    return rowOf(fate, run);
  } catch {
    // A line that is no object.
    return { row: fate.row, line: fate.line, cells: [], record: fate.record };
  }
}

/** The row as the input has it. Throws a UsageError where that is no longer what the run read. */
async function rowOfInput({ output }: Call, plan: Plan, run: RunRecord, number: number): Promise<Row> {
  const { inputPath, content } = run;
  const kept = 'the ledger keeps no record of a row that needs no mending';
  if (inputPath === null) throw new UsageError(`${kept}, and the run read standard input`);
  if (content === null) {
    throw new UsageError(
      `${kept}, and the run did not read its input through: whether that is still the same is not known`,
    );
  }
  return keeping(async (keep) => {
    const { input } = await openWatched(output, plan, keep);
    await input.readThrough();
    const changed = new UsageError(`${kept}, and ${inputPath} is no longer what the run read`);
    if (input.content() !== content) throw changed;
    for await (const page of input.pages) {
      const row = page.find((each) => each.row === number);
      if (input.changed.aborted) throw changed;
      if (row !== undefined) return row;
    }
    throw changed;
  });
}

function recordOf({ cells, record }: Row, columns: readonly string[]): Read['record'] {
  if (typeof record === 'string' && cells.length === 0) return [{ column: '', value: record }];
  return cells.flatMap((cell, index) =>
    cell === undefined ? [] : [{ column: columns[index] ?? `(cell ${index + 1})`, value: textOf(cell) }],
  );
}

function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (cell instanceof NumberText) return cell.text;
  return JSON.stringify(cell, (_, value: unknown) => (value instanceof NumberText ? value.text : value));
}

function becameOf(row: Row, plan: Plan, run: RunRecord, fate: Outcome | undefined): Became {
  const mapping = useRecorded(plan, run);
  const reading = contactReader(readingRules(plan, mapping))(row);
  if ('contact' in reading && fate?.status !== 'invalid') {
    return { fields: fieldsOf(reading.contact, mapping, plan), problems: [], why_not: '' };
  }
  const problems = 'issues' in reading ? reading.issues : [];
  // What was wrong with the record as a whole is not found again in its cells.
  const isWhole = fate?.status === 'invalid' && problems.map(({ code }) => code).join('; ') !== fate.code;
  return { fields: [], problems: isWhole ? [keptProblem(fate)] : problems, why_not: '' };
}

function keptProblem({ field, code, message }: Outcome): Became['problems'][number] {
  return { field, code, message };
}

function fieldsOf({ phone, values, call }: Contact, mapping: Mapping, { provider }: Plan): readonly FieldInLife[] {
  const columns = new Map(
    [mapping.phone, ...mapping.columns].map(({ field, name, among }) => [field.name, among?.join(' or ') ?? name]),
  );
  const sent = { ...values, ...call.values, [mapping.phone.field.name]: phone };
  const own = provider.fields.filter(({ name }) => name in sent);
  return own
    .sort((one, other) => Number(other.kind === 'phone') - Number(one.kind === 'phone'))
    .flatMap(({ name, scope }) => {
      const value = sent[name];
      return value === undefined ? [] : [{ field: name, value, scope, column: columns.get(name) ?? null }];
    });
}
