import type { ChalkInstance } from 'chalk';
import { STATUSES } from '../model.js';
import { COLOURS } from './colours.js';
import { counted, grouped, roughly, rowsRate, wallClock } from './figures.js';
import { paceWords } from './pace-words.js';
import type { RunState } from './run-state.js';
import { cutRight } from './terminal/cut.js';
import { fitLine, type Part } from './terminal/fit-line.js';
import { wrapped } from './terminal/wrap.js';

/** How lines are drawn. */
export interface Look {
  /** False where a terminal has ASCII alone. */
  readonly unicode: boolean;
  /** Counts up while there is life. */
  readonly frame: number;
  readonly paint: ChalkInstance;
}

/** The living block of a run: how far it is, what became of the rows, how fast calls go and why not faster. */
export function blockLines(state: RunState, columns: number, look: Look): readonly string[] {
  const inner = Math.max(0, columns - INDENT.length);
  const below = [countsLine(state, inner, look), paceLine(state, inner, look)];
  return [reachedLine(state, columns, look), ...below.flatMap((line) => (line === '' ? [] : INDENT + line))];
}

/** The living block while a file is read through, so many bytes of so many. */
export function readingLines(
  { name, bytesRead, bytesTotal }: { readonly name: string; readonly bytesRead: number; readonly bytesTotal: number },
  columns: number,
  look: Look,
): readonly string[] {
  const percent = percentOf(bytesRead, bytesTotal);
  const turning = lead(percent, look);
  const size = { forms: [`${megabytes(bytesRead)} of ${megabytes(bytesTotal)} MB`, ''] };
  const bar = barOf(percent, look);
  return [
    fitLine([turning, size, bar], [bar, bar, bar, size], columns, moreOf(look)),
    cutRight(`${INDENT}reading ${name} before the first call`, columns, moreOf(look)),
  ];
}

/** The living block while something is waited for that no share can be told of. */
export function waitingLines(text: string, columns: number, look: Look): readonly string[] {
  const lines = wrapped(text, columns - INDENT.length, { breaksWords: true });
  return lines.map((line, index) => (index === 0 ? `${look.paint.cyan(turningOf(look))} ` : INDENT) + line);
}

const INDENT = '  ';

/** Never 100 before all is done. */
export function percentOf(done: number, total: number): number {
  return Math.min(100, Math.floor((100 * done) / Math.max(1, total)));
}

function reachedLine(state: RunState, columns: number, look: Look): string {
  const { rows, done, total, percent, perSecond, leftMs, now } = state;
  const turning = lead(percent, look);
  const reached: Part =
    total === undefined
      ? {
          forms: [
            `${grouped(done)} of ${grouped(rows)} rows read`,
            `${grouped(done)} of ${grouped(rows)}`,
            grouped(done),
            '',
          ],
        }
      : {
          forms: [
            `${padded(done, total)} of ${grouped(total)} rows`,
            `${padded(done, total)} of ${grouped(total)}`,
            grouped(done),
            '',
          ],
        };
  const bar = barOf(percent, look);
  const speed = { forms: [perSecond === undefined ? '' : rowsRate(perSecond), ''] };
  const until = leftMs === undefined ? '' : `${roughly(leftMs)} left`;
  const at = leftMs === undefined || leftMs < 60_000 ? '' : ` (${wallClock(now + leftMs, now)})`;
  const left = { forms: [`${until}${at}`, until, ''] };
  // Of the little that twenty columns hold, the time left says most.
  const yielding = [bar, bar, bar, left, reached, speed, reached, reached, left];
  return fitLine([turning, reached, bar, speed, left], yielding, columns, moreOf(look));
}

function countsLine({ settled, calls, retries, tempo }: RunState, columns: number, look: Look): string {
  const shown = STATUSES.filter((status) => settled[status] > 0 || status === 'ok');
  const more = moreOf(look);
  const parts = new Map(
    shown.map((status) => {
      const text = `${status} ${grouped(settled[status])}`;
      return [status, { forms: status === 'ok' ? [text] : [text, ''], paint: look.paint[COLOURS[status]] }];
    }),
  );
  const dot = look.unicode ? '·' : '-';
  const made = `${dot} ${counted(calls, 'call', 'calls')}`;
  const tries = retries === 0 ? made : `${made}, ${counted(retries, 'retry', 'retries')}`;
  const called = { forms: tempo === undefined ? [''] : [tries, made, ''] };
  const dropped = (['duplicate', 'not_sent', 'invalid', 'rejected', 'failed', 'unknown'] as const).flatMap(
    (status) => parts.get(status) ?? [],
  );
  const omitted = { forms: ['', more] };
  const yielding = [called, called, ...dropped.flatMap((part, index) => (index === 0 ? [omitted, part] : [part]))];
  return fitLine([...parts.values(), omitted, called], yielding, columns, more);
}

function paceLine({ tempo, ticks }: RunState, columns: number, look: Look): string {
  if (tempo === undefined) return '';
  const { forms, isFull } = paceWords(tempo, ticks);
  const part = { forms, paint: isFull ? look.paint.dim : look.paint.yellow };
  const more = moreOf(look);
  // What is cut is said all the same, and in its colour.
  const shortest = cutRight(forms.at(-1) ?? '', columns, more);
  const cut = { ...part, forms: [...forms.slice(0, -1), shortest] };
  return fitLine([cut], Array(forms.length).fill(cut), columns, more);
}

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const PLAIN_SPINNER = '|/-\\';

function turningOf({ unicode, frame }: Look): string {
  const frames = unicode ? SPINNER : PLAIN_SPINNER;
  return frames[frame % frames.length] ?? '';
}

function lead(percent: number | undefined, look: Look): Part {
  const { paint } = look;
  const turning = turningOf(look);
  const text = percent === undefined ? turning : `${turning} ${String(percent).padStart(2)} %`;
  return { forms: [text], paint: (whole) => paint.cyan(whole.slice(0, 1)) + paint.bold(whole.slice(1)) };
}

const BARS = [20, 14, 8];

function barOf(percent: number | undefined, { unicode, paint }: Look): Part {
  if (percent === undefined) return { forms: [''] };
  const [full, empty] = unicode ? ['█', '░'] : ['#', '-'];
  const bars = BARS.map((cells) => {
    const done = Math.floor((cells * percent) / 100);
    return full.repeat(done) + empty.repeat(cells - done);
  });
  return { forms: [...bars, ''], paint: paint.cyan };
}

/** As wide from the first row to the last, so that nothing moves. */
function padded(done: number, total: number): string {
  return grouped(done).padStart(grouped(total).length);
}

function megabytes(bytes: number): string {
  return grouped(Math.round(bytes / 1e6));
}

function moreOf({ unicode }: Look): string {
  return unicode ? '…' : '..';
}
