import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { nextStep, reportLine, type Standing } from '../../src/cli/next.js';

const ARGV = ['import', '--yes', 'c.csv', '--provider', 'octopush', '--state-dir', 's'];
const STANDING: Standing = {
  kind: 'import',
  exit: 3,
  stop: null,
  dryRun: false,
  left: 0,
  counts: { ok: 1, duplicate: 0, invalid: 1, rejected: 0, failed: 0, unknown: 0, not_sent: 0 },
  title: 'Octopush',
  run: 'R',
  report: 'c.report.csv',
  written: true,
  rejectsFault: '',
  closed: true,
  rejects: 'c.rejects.csv',
  broken: null,
  encodingKept: true,
  replayable: true,
  decided: [],
};
const PLACE = `--state-dir ${resolve('s')}`;

it.each<[what: string, now: Partial<Standing>, line: string, hint: string]>([
  ['rows to mend', {}, 'import --yes c.rejects.csv --provider octopush --state-dir s', 'when its rows are mended'],
  [
    'a report that cannot be written',
    { exit: 1, written: false },
    `report R --out c.report.csv ${PLACE}`,
    'when the report can be written',
  ],
  [
    'rejects that cannot be written, by a resume that sends nothing',
    { exit: 1, rejects: null, rejectsFault: 'c.rejects.csv cannot be written' },
    `resume R ${PLACE}`,
    'when the rejects can be written',
  ],
  [
    'rejects of a dry run that cannot be written',
    { exit: 1, dryRun: true, rejects: null, rejectsFault: 'c.rejects.csv cannot be written' },
    'import --yes c.csv --provider octopush --state-dir s',
    'when the rejects can be written',
  ],
  [
    'an end that the ledger does not know',
    { exit: 1, closed: false },
    `resume R ${PLACE}`,
    'when the ledger can be written',
  ],
])('says what to type after %s', (_, now, line, hint) => {
  expect(nextStep(ARGV, 'c.csv', { ...STANDING, ...now })).toEqual({ line: `contact-push ${line}`, hint });
});

it('names the state folder where the rows of a run can be looked at', () => {
  expect(reportLine('R', ARGV)).toBe(`contact-push report R ${PLACE}`);
});
