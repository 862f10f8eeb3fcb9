import type { RunFacts } from '../format.js';
import { TO_ACT_ON } from '../reasons.js';
import type { TableRow } from './rows.js';
import { apart, counted, escaped, grouped } from './text.js';

/** Rows that the page can sort and filter; with more, it would be too large to be sent. */
export const MOST_ROWS = 100_000;
/** Rows that stand in the page itself, for who has no script. */
export const MOST_STATIC = 500;

const COLUMNS = [
  { name: 'row', key: 'row', number: true },
  { name: 'line', key: 'line', number: true },
  { name: 'status', key: 'status', number: false },
  { name: 'what is wrong', key: 'what', number: false },
  { name: 'number', key: 'phone', number: false },
  { name: 'as it was read', key: 'read', number: false },
] as const;

/** The table of rows that need a person: `first` are those that stand in the page itself. */
export function tableSection(run: RunFacts, first: readonly TableRow[]): string {
  const all = TO_ACT_ON.reduce((sum, status) => sum + run.counts[status], 0);
  if (all === 0) return '';
  const shown = TO_ACT_ON.filter((status) => run.counts[status] > 0);
  const filters = shown.map(
    (status) =>
      `<label class="choice"><input type="checkbox" name="status" value="${status}" checked><span class="dot ${status}"></span>${status} <span class="count">${grouped(run.counts[status])}</span></label>`,
  );
  const heads = COLUMNS.map(
    ({ name, key, number }) => `<th scope="col" data-key="${key}"${number ? ' class="number"' : ''}>${name}</th>`,
  );
  const options = COLUMNS.flatMap(({ name, key }) => [
    `<option value="${key} up">${name}, up</option>`,
    `<option value="${key} down">${name}, down</option>`,
  ]);
  return `<section id="rows" aria-labelledby="rows-title"><h2 id="rows-title">Rows that need a person (${grouped(all)})</h2>
<form class="controls" id="controls" hidden><label class="search">Filter <input type="search" id="filter" autocomplete="off" spellcheck="false" placeholder="any text of a row"></label>
<fieldset><legend class="unseen">Status</legend>${filters.join('')}</fieldset>
<label class="sort">Sort by <select id="sort">${options.join('')}</select></label></form>
<p class="found" id="found" role="status"></p>
<table class="stacked rows" id="table" role="table"><thead role="rowgroup"><tr role="row">${heads.join('')}</tr></thead>
<tbody role="rowgroup" id="body">
${first.map(lineOf).join('\n')}
</tbody></table>
<nav class="pages" id="pages" aria-label="Pages of rows" hidden><button type="button" id="first">First</button><button type="button" id="before">Previous</button><span id="page"></span><button type="button" id="after">Next</button><button type="button" id="last">Last</button></nav>
${all > first.length ? `<p class="note" id="static-more">These are the first ${grouped(first.length)}; ${more(run, all - first.length)}</p>` : ''}
${all > MOST_ROWS ? `<p class="note">This page holds the first ${grouped(MOST_ROWS)} of them; ${more(run, all - MOST_ROWS)}</p>` : ''}
</section>`;
}

/** Where the rows stand that do not stand here. */
function more({ sessions, allRows }: RunFacts, count: number): string {
  const rejects = sessions.at(-1)?.end?.rejects ?? null;
  const too = rejects === null ? '' : ` (those to mend stand in ${apart(rejects)} too)`;
  return `${counted(count, 'more is', 'more are')} in the report: <code>${escaped(allRows)}</code>${too}`;
}

function lineOf({ row, line, status, what, field, message, tries, phone, read }: TableRow): string {
  const said = message === '' ? '' : `<span class="said">${apart(message)}</span>`;
  const small = [field === '' ? '' : `<code>${escaped(field)}</code>`, escaped(tries)].filter((each) => each !== '');
  return `<tr role="row"><td role="cell" class="number" data-name="row">${grouped(row)}</td><td role="cell" class="number" data-name="line">${line > 0 ? grouped(line) : '–'}</td><td role="cell" data-name="status"><span class="tag ${status}">${status}</span></td><td role="cell" data-name="what is wrong"><strong>${escaped(what)}</strong>${said}${small.length === 0 ? '' : `<span class="small">${small.join(' · ')}</span>`}</td><td role="cell" data-name="number" class="phone">${apart(phone)}</td><td role="cell" data-name="as it was read" class="read">${apart(read)}</td></tr>`;
}
