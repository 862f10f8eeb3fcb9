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
 * against the worst round and not against the median.
 * @typedef {{ of: 'ratio' | 'difference' | 'ours', unit?: string, worst?: boolean } & Bound} Aim
 * @typedef {{ most: number } | { below: number } | { least: number }} Bound
 */

/** What the aim is held against, a value a round. */
export function measuredBy({ ours, theirs = [], aim }) {
  const of = aim?.of ?? (theirs.length > 0 ? 'ratio' : 'ours');
  if (of === 'ratio') return ours.map((value, round) => value / theirs[round]);
  return of === 'difference' ? ours.map((value, round) => value - theirs[round]) : [...ours];
}

/** True or false as the aim is reached or not, `undefined` where there is none. */
export function isReached(line) {
  const { aim } = line;
  if (aim === undefined) return undefined;
  const values = measuredBy(line);
  if ('least' in aim) return (aim.worst === true ? Math.min(...values) : median(values)) >= aim.least;
  const value = aim.worst === true ? Math.max(...values) : median(values);
  return 'below' in aim ? value < aim.below : value <= aim.most;
}

/** The aim in words. */
export function aimText({ aim, unit }) {
  if (aim === undefined) return 'shown apart';
  const [sign, bound] = 'least' in aim ? ['≥', aim.least] : 'below' in aim ? ['<', aim.below] : ['≤', aim.most];
  const sum = aim.of === 'difference' ? '+ ' : '';
  return `${sign} ${sum}${bound} ${aim.of === 'ratio' ? '×' : (aim.unit ?? unit)}${aim.worst === true ? ', every round' : ''}`;
}

/** Median and, of several rounds, the lowest and the highest. */
export function spreadText(values, unit) {
  const { median: middle, low, high } = spread(values);
  const range = values.length === 1 ? '' : ` (${numberText(low)}–${numberText(high)})`;
  return `${numberText(middle)}${range}${unit === '' ? '' : ` ${unit}`}`;
}

/** Three digits that count, thousands apart. */
export function numberText(value) {
  if (value === 0) return '0';
  const size = Math.floor(Math.log10(Math.abs(value)));
  const text = Math.abs(value).toFixed(Math.min(3, Math.max(0, 2 - size)));
  const [whole, fraction] = text.split('.');
  return `${value < 0 ? '−' : ''}${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** `1000000` → `1 000 000` */
export const grouped = (whole) => String(whole).replace(/\B(?=(\d{3})+$)/g, ' ');

/** The cells of a line: what, against, aim, ours, theirs, measured, reached. */
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
