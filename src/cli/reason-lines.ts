import type { Status } from '../model.js';
import { type Reason, type Reasons, TO_ACT_ON } from '../report/reasons.js';
import { codeWords } from '../report/words.js';
import { grouped } from './figures.js';
import { cutRight } from './terminal/cut.js';
import { printable } from './terminal/printable.js';
import { wrapped } from './terminal/wrap.js';

const MOST = 5;
const LINES_SHOWN = 3;
const INDENT = 4;
// Columns; two lines of a usual terminal.
const MOST_SAID = 140;

/** A reason as lines of a terminal: how many rows, what, where, and what one of them says. */
export interface ReasonLines {
  readonly status: Status;
  readonly head: readonly string[];
  readonly example: readonly string[];
}

/**
 * The most frequent reasons that a person must act on: at most five, in at most `room` lines of `columns` columns, and
 * how many more there are.
 */
export function reasonLines(reasons: Reasons, columns: number, room: number) {
  const all = [...reasons.of(TO_ACT_ON)].sort(
    (a, b) => b.count - a.count || URGENT.indexOf(a.status) - URGENT.indexOf(b.status),
  );
  // Examples have two lines, or one where that lets more reasons be shown, or none where no reason would have room else.
  const [long = [], short = [], bare = []] = [2, 1, 0].map((lines) => fitting(all, columns, room, lines));
  const cut = long.length < short.length ? short : long;
  const shown = cut.length === 0 ? bare : cut;
  return { shown, more: all.length - shown.length };
}

/** Of reasons alike in number, nobody may miss those of rows that may be stored or not. */
const URGENT: readonly Status[] = ['unknown', 'failed', 'rejected', 'invalid'];

function fitting(all: readonly Reason[], columns: number, room: number, exampleLines: number): readonly ReasonLines[] {
  const most = all.slice(0, MOST);
  const width = Math.max(0, ...most.map((reason) => countText(reason).length));
  const shown: ReasonLines[] = [];
  let left = room;
  for (const [index, reason] of most.entries()) {
    const lines = linesOfReason(reason, columns, width, exampleLines);
    const size = lines.head.length + lines.example.length;
    // The last line of the room is kept for the words about the rest.
    const isLast = index === all.length - 1;
    if (size > left - (isLast ? 0 : 1)) break;
    left -= size;
    shown.push(lines);
  }
  return shown;
}

/** Why rows of a status are not `ok`, in a few words: `sent before 12, repeated 3`; the number only where there are several. */
export function whyWords(reasons: Reasons, status: Status): string {
  const all = reasons.of([status]);
  const [only] = all;
  if (all.length === 1 && only?.exact) return codeWords(only.code);
  return all
    .slice(0, LINES_SHOWN)
    .map((reason) => `${codeWords(reason.code)} ${countText(reason)}`)
    .join(', ');
}

/** `lines 7, 12, 31 and 12 more`; empty where no line is known. What is not sure to be all has `perhaps more`. */
export function whereWords({ lines, count, exact }: Reason, shown = LINES_SHOWN): string {
  const first = lines.slice(0, shown);
  const [only] = first;
  if (only === undefined) return '';
  const more = count - first.length;
  if (more > 0) return `lines ${first.join(', ')} and ${grouped(more)} more`;
  if (!exact) return `${first.length === 1 ? 'line' : 'lines'} ${first.join(', ')} and perhaps more`;
  return first.length === 1 ? `line ${only}` : `lines ${first.slice(0, -1).join(', ')} and ${first.at(-1)}`;
}

/** How many rows; what is not sure to be all is marked. */
export function countText({ count, exact }: Reason): string {
  return exact ? grouped(count) : `${grouped(count)}+`;
}

function linesOfReason(reason: Reason, columns: number, width: number, exampleLines: number): ReasonLines {
  const { status, code, field, example } = reason;
  const where = whereWords(reason);
  const what = [`${codeWords(code)}${field === '' ? '' : ` (${field})`}`, where]
    .filter((part) => part !== '')
    .join(', ');
  const head = printable(`  ${countText(reason).padStart(width)} ${status}: ${what}`);
  const text = cutRight(printable(example), exampleLines > 1 ? MOST_SAID : columns - INDENT);
  return {
    status,
    head: exampleLines === 0 ? [cutRight(head, columns)] : wrapped(head, columns, { indent: INDENT }),
    example: text === '' || exampleLines === 0 ? [] : wrapped(' '.repeat(INDENT) + text, columns, { indent: INDENT }),
  };
}
