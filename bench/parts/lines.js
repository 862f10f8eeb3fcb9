import { median, spread } from './statistics.js';

/**
 * A line of the table, as measured.
 * @typedef {object} Line
 * @property {string} what
 * @property {string} against
 * @property {string} unit of `ours` and `theirs`
 * @property {readonly number[]} ours a value a round
 * @property {readonly number[]} [theirs] of the same rounds, in the same order
 * @property {Aim} [aim] none for what is only shown
 * @property {string} [remark] how it was measured, where the table alone would mislead
 *
 * `of` tells what the aim is held against: the ratio or the difference of each round, or `ours` itself. `worst` holds it
 * against every round and not against the median.
 * @typedef {{ of: 'ratio' | 'difference' | 'ours', least?: number, most?: number, below?: number, worst?: boolean }} Aim
 */

/**
 * What the aim is held against, a value a round.
 * @param {Line} line
 */
export function measuredBy({ ours, theirs = [], aim }) {
  const of = aim?.of ?? (theirs.length > 0 ? 'ratio' : 'ours');
  if (of === 'ratio') return ours.map((value, round) => value / theirs[round]);
  return of === 'difference' ? ours.map((value, round) => value - theirs[round]) : [...ours];
}

/**
 * True or false as the aim is reached or not, `undefined` where there is none.
 * @param {Line} line
 */
export function isReached(line) {
  const { aim } = line;
  if (aim === undefined) return undefined;
  const values = measuredBy(line);
  const { least = -Infinity, most = Infinity, below = Infinity } = aim;
  return (aim.worst ? values : [median(values)]).every((value) => value >= least && value <= most && value < below);
}

/**
 * The aim in words.
 * @param {Line} line
 */
export function aimText({ aim, unit }) {
  if (aim === undefined) return 'shown apart';
  const { of, least, most, below, worst } = aim;
  const number = below ?? (least === undefined ? most : most === undefined ? least : `${least}–${most}`);
  const sign = below !== undefined ? '< ' : least === undefined ? '≤ ' : most === undefined ? '≥ ' : '';
  const text = `${sign}${of === 'difference' ? '+ ' : ''}${number} ${of === 'ratio' ? '×' : unit}`.trim();
  return worst ? `${text}, every round` : text;
}

/** Median and, of several rounds, the lowest and the highest. */
export function spreadText(values, unit) {
  const { median: middle, low, high } = spread(values);
  const range = low === high ? '' : ` (${numberText(low)}–${numberText(high)})`;
  return `${numberText(middle)}${range}${unit === '' ? '' : ` ${unit}`}`;
}

/** Whole numbers as they are, others with three digits that count; thousands apart. */
export function numberText(value) {
  if (Number.isInteger(value)) return grouped(value).replace('-', '−');
  const size = Math.floor(Math.log10(Math.abs(value)));
  const text = Math.abs(value).toFixed(Math.min(3, Math.max(0, 2 - size)));
  const [whole, fraction] = text.split('.');
  return `${value < 0 ? '−' : ''}${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** `1000000` → `1 000 000` */
export const grouped = (whole) => String(whole).replace(/\B(?=(\d{3})+$)/g, ' ');

/**
 * The cells of a line: what, against, aim, ours, theirs, measured, reached.
 * @param {Line} line
 */
export function cellsOf(line) {
  const { what, against, unit, ours, theirs, aim } = line;
  const of = aim?.of ?? (theirs === undefined ? 'ours' : 'ratio');
  const measured = of === 'ours' ? '' : spreadText(measuredBy(line), of === 'ratio' ? '×' : unit);
  const reached = isReached(line);
  return [
    what,
    against,
    aimText(line),
    spreadText(ours, unit),
    theirs === undefined ? '' : spreadText(theirs, unit),
    measured,
    reached === undefined ? '' : reached ? 'yes' : '**no**',
  ];
}

/**
 * The lines of an import against a comparator of the same rounds: wall and CPU with the ledger in memory, where there
 * is such a place, and then the wall with the ledger on the disk.
 * @param aims the ratios at the most
 */
export function wallAndCpu(what, against, { memory, theirs, disk }, aims) {
  const line = (of, name, ours, most) => ({
    what: `${what}: ${name}`,
    against,
    unit: 's',
    ours: ours.map(of),
    theirs: theirs.map(of),
    ...(most === undefined ? {} : { aim: { of: 'ratio', most } }),
  });
  const wall = ({ seconds }) => seconds;
  const lines = [
    line(wall, 'wall', memory ?? disk, aims.wall),
    line(({ cpuSeconds }) => cpuSeconds, 'CPU', memory ?? disk, aims.cpu),
  ];
  if (memory === undefined) return lines;
  const share = spreadText(
    disk.map(({ seconds }, round) => seconds - memory[round].seconds),
    's',
  );
  return [...lines, { ...line(wall, 'wall, ledger on the disk', disk), remark: `the disk's share: ${share}` }];
}
