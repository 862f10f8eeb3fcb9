import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

/** The lines of a CSV file as objects, by the names in its header. */
export async function readCsv(path: string): Promise<Record<string, string>[]> {
  const [header = [], ...lines]: string[][] = parse(await readFile(path, 'utf8'), { relax_column_count: true });
  return lines.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}
