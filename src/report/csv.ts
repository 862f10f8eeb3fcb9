import { stringify } from 'csv-stringify/sync';
import { defused } from './defuse.js';
import { type ReportFormat, reportLine } from './format.js';

const HEADER = 'row,line,status,result,phone,code,field,message,attempts,http_status,provider_id,sent_at\n';

/** RFC 4180 with LF line ends, UTF-8 without BOM; empty where there is nothing. */
export const csv: ReportFormat = {
  name: 'csv',
  extension: '.csv',
  async *render(run, { defuse }) {
    yield HEADER;
    for await (const page of run.outcomes()) {
      const lines = page.map((outcome) => Object.values(reportLine(outcome)));
      yield stringify(defuse ? lines.map((cells) => cells.map(defusedCell)) : lines);
    }
  },
};

function defusedCell(cell: string | number | null): string | number | null {
  return typeof cell === 'string' ? defused(cell) : cell;
}
