import { stringify } from 'csv-stringify/sync';
import type { Outcome } from '../model.js';
import { defused } from './defuse.js';
import { type ReportFormat, reportLine } from './format.js';

const HEADER = 'row,line,status,result,phone,code,field,message,attempts,http_status,provider_id,sent_at\n';
// Text that means the same bare as in quotes, and that no spreadsheet takes for a formula.
const PLAIN = /^(?:\+[0-9]+|[0-9A-Za-z_][0-9A-Za-z_ .:]*)?$/;

/** RFC 4180 with LF line ends, UTF-8 without BOM; empty where there is nothing. */
export const csv: ReportFormat = {
  name: 'csv',
  extension: '.csv',
  async *render(run, { defuse }) {
    yield HEADER;
    for await (const page of run.outcomes()) yield textOf(page, defuse);
  },
};

/** Most rows need no quotes: those are joined, and only the others go through the library, neighbours together. */
function textOf(page: readonly Outcome[], defuse: boolean): string {
  let text = '';
  let others: (string | number | null)[][] = [];
  for (const outcome of page) {
    const line = reportLine(outcome);
    const { result, phone, code, field, message, provider_id } = line;
    // From the year 10000 on, a time begins with a sign.
    if (
      line.sent_at?.startsWith('+') ||
      ![result, phone, code, field, message, provider_id].every((cell) => PLAIN.test(cell))
    ) {
      const cells = Object.values(line);
      others.push(defuse ? cells.map(defusedCell) : cells);
      continue;
    }
    if (others.length > 0) text += stringify(others);
    others = [];
    text += `${line.row},${line.line},${line.status},${result},${phone},${code},${field},${message},${line.attempts},${line.http_status ?? ''},${provider_id},${line.sent_at ?? ''}\n`;
  }
  return others.length > 0 ? text + stringify(others) : text;
}

function defusedCell(cell: string | number | null): string | number | null {
  return typeof cell === 'string' ? defused(cell) : cell;
}
