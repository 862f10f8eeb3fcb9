import { type ReportFormat, reportLine } from './format.js';

/** One array, an object a line. */
export const json: ReportFormat = {
  name: 'json',
  extension: '.json',
  async *render(run) {
    let before = '[\n';
    for await (const page of run.outcomes()) {
      yield before + page.map((outcome) => JSON.stringify(reportLine(outcome))).join(',\n');
      before = ',\n';
    }
    yield before === ',\n' ? '\n]\n' : '[]\n';
  },
};
