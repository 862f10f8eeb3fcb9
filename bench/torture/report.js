import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/**
 * A line of a report, by the names in its header.
 * @typedef {{ row: string, line: string, status: string, result: string, phone: string, code: string, message: string, attempts: string }} Line
 */

/**
 * @param {string} path
 * @returns {Line[] | null} null when there is no such file
 */
export function readReport(path) {
  return existsSync(path) ? parse(readFileSync(path, 'utf8'), { columns: true }) : null;
}
