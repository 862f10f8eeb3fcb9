import { readFile } from 'node:fs/promises';
import { type Column, type Mapping, mapColumns } from '../contact/columns.js';
import type { ReadingRules } from '../contact/read.js';
import {
  type Filled,
  filledBy,
  mapSaved,
  parseMapping,
  renderMapping,
  type SavedMapping,
  savedWishes,
} from '../contact/saved.js';
import { oneLine } from '../contact/text.js';
import { UsageError } from '../errors.js';
import type { Input } from '../input/index.js';
import type { RunStart } from '../ledger/ledger.js';
import { maskPhones } from '../mask.js';
import type { Provider } from '../providers/provider.js';
import { checkWritable, writeWhole } from '../report/files.js';
import type { Files } from './files.js';
import type { Plan } from './plan.js';

/** A mapping, and what was used of the user's wishes, for the ledger and for `--save-mapping`. */
export interface UsedMapping {
  readonly mapping: Mapping;
  readonly settings: {
    /** FIELD=COLUMN and FIELD=VALUE, as typed or as the mapping file has them. */
    readonly map: readonly string[];
    readonly set: readonly string[];
    /** The mapping file, or null. */
    readonly mapping: string | null;
    /** Field → its column. */
    readonly fields: Filled;
  };
}

/** Maps the columns of the input as `--mapping`, or as `--map`, `--set` and the names say. Throws a UsageError. */
export async function useMapping(plan: Plan, input: Input): Promise<UsedMapping> {
  const { mapping: path, recorded, provider, wishes } = plan;
  if (recorded !== undefined) return useSaved(recorded, 'the run', provider, input);
  if (path === undefined) {
    const mapping = mapColumns(input.name, columnsOf(input, provider), provider.fields, wishes);
    return { mapping, settings: { map: wishes.map, set: wishes.set, mapping: null, fields: filledBy(mapping) } };
  }
  return useSaved(parseMapping(path, await textOf(path), provider.name), path, provider, input);
}

/** The mapping of a run whose rows come from the ledger. Throws a UsageError. */
export function useRecorded({ recorded, provider }: Plan, run: RunStart): Mapping {
  if (recorded === undefined) throw new Error('a run without a mapping');
  return mapSaved(recorded, { path: 'the run', input: `run ${run.id}`, ordered: true }, run.columns, provider.fields);
}

/** What rows are read by. */
export function readingRules({ provider, phone, dates }: Plan, mapping: Mapping): ReadingRules {
  return { fields: provider.fields, form: provider.phone, mapping, phone, dates };
}

function useSaved(saved: SavedMapping, path: string, { fields }: Provider, input: Input): UsedMapping {
  // The keys of JSON objects have no order.
  const ordered = input.format === 'csv' || input.format === 'tsv';
  const mapping = mapSaved(saved, { path, input: input.name, ordered }, input.columns, fields);
  const { map, set } = savedWishes(saved);
  return { mapping, settings: { map, set, mapping: path, fields: filledBy(mapping) } };
}

/** An export of nobody, `[]`, has no keys, and is no mistake. */
function columnsOf({ columns, rowsTotal }: Input, { fields }: Provider): readonly string[] {
  return columns.length > 0 || (rowsTotal() ?? 0) > 0
    ? columns
    : fields.filter(({ kind }) => kind === 'phone').map(({ name }) => name);
}

/** Writes the mapping file that `--save-mapping` asks for; says so. Throws a ConfigError where it cannot be written. */
export async function saveMapping(
  { saveMapping: path, provider, path: inputPath }: Plan,
  { settings: { fields, set } }: UsedMapping,
  input: Input,
  { report, rejects }: Files,
): Promise<readonly string[]> {
  if (path === undefined) return [];
  const inputFile: Readonly<Record<string, string>> = input.replayable ? { 'the input': inputPath } : {};
  const not = { ...inputFile, 'the report': report, 'the rejects file': rejects };
  await checkWritable(path, { flag: '--save-mapping', not });
  await writeWhole(path, whole(renderMapping({ provider: provider.name, fields, set, header: input.columns })));
  return [`${path} holds the mapping; --mapping takes it, for files with this very header`];
}

/** What to say of a mapping before a run: which column fills which field, what is left over, and what to be careful of. */
export function mappingNotices(mapping: Mapping, provider: Provider): readonly string[] {
  const { phone, columns, fixed, unused, said } = mapping;
  const filled = new Set([phone, ...columns].map(({ field }) => field.name).concat(Object.keys(fixed)));
  const cautions = provider.fields.flatMap(({ name, caution }) =>
    caution !== undefined && filled.has(name) ? [caution] : [],
  );
  return [
    [
      ...[phone, ...columns].map((column) => `${column.field.name} ← ${sourceOf(column)}`),
      ...Object.entries(fixed).map(
        ([name, value]) => `${name} = ${oneLine(Array.isArray(value) ? value.join(',') : String(value))}`,
      ),
    ].join(', '),
    ...said,
    ...(unused.length === 0 ? [] : [`columns that reach no field: ${maskPhones(unused.map(oneLine).join(', '))}`]),
    ...cautions,
    ...provider.notices(filled),
  ];
}

function sourceOf({ name, among = [name] }: Column): string {
  return among.map(oneLine).join(' or ');
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder' : String(code ?? error);
    throw new UsageError(`${path}: cannot be read: ${why}. A mapping is written by --save-mapping, also in a dry run`, {
      cause: error,
    });
  }
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}
