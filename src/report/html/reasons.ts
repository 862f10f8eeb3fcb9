import type { Outcome } from '../../model.js';
import { problemsOf } from '../problems.js';
import { type Reason, type Reasons, TO_ACT_ON } from '../reasons.js';
import { codeWords } from '../words.js';
import type { TableRow } from './rows.js';
import { apart, counted, escaped, grouped } from './text.js';

const MOST = 12;
const EXAMPLES = 3;
const MOST_KNOWN = 256;

/** Keeps the first rows of each reason, at most three of 256 reasons. */
export class Examples {
  readonly #rows = new Map<string, TableRow[]>();
  readonly #show: (outcome: Outcome) => TableRow;

  constructor(show: (outcome: Outcome) => TableRow) {
    this.#show = show;
  }

  see(page: readonly Outcome[]): void {
    for (const outcome of page) {
      for (const { code, field } of problemsOf(outcome)) {
        const key = keyOf(outcome.status, code, field);
        const known = this.#rows.get(key);
        if (known === undefined && this.#rows.size >= MOST_KNOWN) continue;
        if (known === undefined) this.#rows.set(key, [this.#show(outcome)]);
        else if (known.length < EXAMPLES) known.push(this.#show(outcome));
      }
    }
  }

  of({ status, code, field }: Reason): readonly TableRow[] {
    return this.#rows.get(keyOf(status, code, field)) ?? [];
  }
}

function keyOf(status: string, code: string, field: string): string {
  return [status, code, field].join('\0');
}

/** The most frequent reasons that a person must act on, with rows as examples. */
export function reasonsSection(reasons: Reasons, examples: Examples): string {
  const all = reasons.of(TO_ACT_ON);
  if (all.length === 0) return '';
  const most = Math.max(...all.map(({ count }) => count));
  const shown = all.slice(0, MOST).map((reason) => reasonItem(reason, examples.of(reason), most));
  const more = all.length - shown.length;
  return `<section id="reasons" aria-labelledby="reasons-title"><h2 id="reasons-title">What is wrong</h2>
<ol class="reasons">${shown.join('\n')}</ol>
${more === 0 ? '' : `<p class="note">and ${counted(more, 'more reason', 'more reasons')}, each less frequent</p>`}
</section>`;
}

function reasonItem(reason: Reason, rows: readonly TableRow[], most: number): string {
  const { status, code, field, count, exact, lines, example } = reason;
  const width = Math.max(6, Math.round((1000 * count) / most));
  const first = lines.slice(0, 5).map(grouped).join(', ');
  const rest = count - Math.min(5, lines.length);
  const where =
    first === ''
      ? ''
      : `<p class="where">${count === 1 ? 'line' : 'lines'} ${first}${rest > 0 ? ` and ${grouped(rest)} more` : ''}</p>`;
  const said = example === '' ? '' : `<p class="said">${apart(example)}</p>`;
  return `<li><p class="reason"><span class="count">${grouped(count)}${exact ? '' : '+'}</span> <span class="tag ${status}">${status}</span> <strong>${escaped(codeWords(code))}</strong>${field === '' ? '' : ` <code>${escaped(field)}</code>`}</p>
<svg class="gauge" viewBox="0 0 1000 4" preserveAspectRatio="none" aria-hidden="true"><rect class="${status}" x="0" y="0" width="${width}" height="4"></rect></svg>
${rows.length === 0 ? said + where : examplesOf(rows) + (count > rows.length ? where : '')}</li>`;
}

function examplesOf(rows: readonly TableRow[]): string {
  const lines = rows.map(
    ({ row, line, message, phone, read }) =>
      `<li><span class="place">row ${grouped(row)}${line > 0 ? `, line ${grouped(line)}` : ''}</span> ${message === '' ? '' : `<span class="said">${apart(message)}</span>`}${read === '' && phone === '' ? '' : ` <span class="read">${apart(read === '' ? phone : read)}</span>`}</li>`,
  );
  return `<ul class="examples">${lines.join('')}</ul>`;
}
