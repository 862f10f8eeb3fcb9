import { cellsOf, grouped, isReached, numberText, spreadText } from './lines.js';
import { median } from './statistics.js';

/**
 * What a measure found.
 * @typedef {object} Found
 * @property {string} date of the day it was measured, such as 2026-01-31
 * @property {number} rounds
 * @property {readonly string[]} machine
 * @property {readonly string[]} versions
 * @property {readonly import('./lines.js').Line[]} lines
 * @property {readonly Series[]} [growth]
 *
 * @typedef {{ name: string, points: readonly Point[] }} Series
 * @typedef {{ rows: number, seconds: readonly number[], peakMb: readonly number[], ledgerMb: number }} Point
 */

/**
 * The results with what was measured now in the place of what was there. Figures of another machine do not stand
 * beside: they are left out.
 * @param {Record<string, Found>} before by the name of the measure
 * @param {Record<string, Found>} now
 * @returns {Record<string, Found>} in the order of `names`
 */
export function renewed(before, now, names) {
  const [{ machine }] = Object.values(now);
  const same = Object.entries(before).filter(([, found]) => found.machine.join() === machine.join());
  const all = { ...Object.fromEntries(same), ...now };
  return Object.fromEntries(names.filter((name) => all[name]).map((name) => [name, all[name]]));
}

/** The page of results: machine, versions, the table with its verdicts, growth, and the notes. */
export function renderResults(results, notes) {
  const all = Object.values(results);
  const lines = all.flatMap((found) => found.lines);
  const withAim = lines.filter((line) => line.aim !== undefined);
  const reached = withAim.filter((line) => isReached(line));
  const growth = all.flatMap((found) => found.growth ?? []);
  return [
    '# What the program costs',
    'Written by `npm run bench`, and anew by each. Medians of paired rounds, and in brackets the lowest and the highest; a ratio is that of a single round, ours over theirs. The pace is off where the table does not name one; ledger, report and all promises stay on. Calls go to a lean stand-in on 127.0.0.1, ours and theirs alike, that answers with the success of the provider and stores nothing: the sandbox of the program does more for a call than a bare loop, and would be the slow part.',
    [...new Set(all.flatMap((found) => [...found.machine, ...found.versions]))].map((text) => `- ${text}`).join('\n'),
    `${reached.length} of ${withAim.length} aims are reached.`,
    tableOf(
      ['what', 'against', 'aim', 'ours', 'theirs', 'measured', 'reached'],
      lines.map((line) => cellsOf(line).map(withRemark(line, lines))),
    ),
    remarksOf(lines),
    ...(growth.length === 0
      ? []
      : ['## How cost grows', '![seconds and memory over rows](growth.svg)', tableOf(GROWTH, growthRows(growth))]),
    '## Rounds',
    tableOf(
      ['measure', 'rounds', 'day', 'with'],
      Object.entries(results).map(([name, { rounds, date, versions }]) => [name, rounds, date, versions[0]]),
    ),
    notes.trim(),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

const remarked = (lines) => lines.filter(({ remark }) => remark !== undefined);

function withRemark(line, lines) {
  const number = remarked(lines).indexOf(line) + 1;
  return (cell, index) => (index === 0 && number > 0 ? `${cell} [${number}]` : cell);
}

function remarksOf(lines) {
  return remarked(lines)
    .map(({ remark }, index) => `- [${index + 1}] ${remark}`)
    .join('\n');
}

const GROWTH = [
  ...['what', 'rows', 'wall', 'of the size before', 'rows/s', 'rows/s beyond the size before'],
  ...['peak memory', 'ledger'],
];

/** The cells of the growth table, a row for each size. */
export function growthRows(series) {
  return series.flatMap(({ name, points }) =>
    points.map((point, index) => {
      const { rows, seconds, peakMb, ledgerMb } = point;
      return [
        ...[name, grouped(rows), spreadText(seconds, 's')],
        ...beyond(points[index - 1], point),
        ...[spreadText(peakMb, 'MB'), spreadText([ledgerMb], 'MB')],
      ];
    }),
  );
}

/** Times the size before, rows a second, and those of the rows that are more than before: without what every run costs. */
function beyond(before, { rows, seconds }) {
  const wall = median(seconds);
  const perSecond = numberText(Math.round(rows / wall));
  if (before === undefined) return ['', perSecond, ''];
  const wallBefore = median(before.seconds);
  const more = Math.round((rows - before.rows) / (wall - wallBefore));
  return [spreadText([wall / wallBefore], '×'), perSecond, numberText(more)];
}

/** A table of Markdown. */
export function tableOf(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
