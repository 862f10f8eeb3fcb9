import { type ReportFormat, reportLine } from './format.js';

/** One object a line. */
export const ndjson: ReportFormat = {
  name: 'ndjson',
  extension: '.ndjson',
  async *render(run) {
    for await (const page of run.outcomes()) {
      yield page.map((outcome) => `${JSON.stringify(reportLine(outcome))}\n`).join('');
    }
  },
};
