import { STATUSES, type Status } from '../../model.js';
import type { RunFacts } from '../format.js';
import type { Reasons } from '../reasons.js';
import { codeWords } from '../words.js';
import { counted, escaped, grouped, share } from './text.js';

/** What a status means, in a few words. */
const MEANING: Readonly<Record<Status, string>> = {
  ok: 'confirmed by the provider',
  duplicate: 'not sent: the number was there before',
  invalid: 'never sent: it broke a rule',
  rejected: 'refused by the provider',
  failed: 'certainly not stored: its tries ended',
  unknown: 'sent, and no trustworthy answer',
  not_sent: 'certainly not stored: the run stopped before',
};

/** The bar of outcomes, the counts, and the proof that they are all rows. */
export function outcomeSection(run: RunFacts, reasons: Reasons): string {
  const { counts } = run;
  const sum = STATUSES.reduce((all, status) => all + counts[status], 0);
  const shown = STATUSES.filter((status) => counts[status] > 0 || status === 'ok');
  const lines = shown.map(
    (status) => `<tr><th scope="row"><span class="dot ${status}"></span>${status}</th>
<td class="number">${grouped(counts[status])}</td><td class="number share">${share(counts[status], sum)}</td>
<td class="more">${escaped(more(status, run, reasons))}</td></tr>`,
  );
  return `<section id="outcome" aria-labelledby="outcome-title"><h2 id="outcome-title">Outcome</h2>
${bar(counts, sum)}
<table class="counts"><thead><tr><th scope="col">status</th><th scope="col" class="number">rows</th><th scope="col" class="number share">share</th><th scope="col" class="more">which means</th></tr></thead>
<tbody>${lines.join('\n')}</tbody></table>
${identity(run, shown, sum)}
</section>`;
}

/** The rows that were read are those that have a fate; while a run goes on, not all have one yet. */
function identity({ counts, sessions }: RunFacts, shown: readonly Status[], sum: number): string {
  const read = sessions.flatMap(({ end }) => end ?? []).at(-1)?.rows ?? sum;
  const terms = shown.map((status) => `${grouped(counts[status])}\u00a0${status}`).join(' + ');
  const isEnded = sessions.at(-1)?.end != null;
  if (isEnded && read !== sum) {
    return `<p class="identity wrong"><strong>${counted(read, 'row', 'rows')} read, but ${grouped(sum)} have a fate: this is a fault of contact-push itself.</strong></p>`;
  }
  const what = isEnded ? 'read' : 'with a fate so far';
  return `<p class="identity"><strong>${counted(sum, 'row', 'rows')} ${what}</strong> = ${terms}${isEnded ? ' <span class="proof">every row has exactly one fate</span>' : ''}</p>`;
}

function more(status: Status, { results, dryRun }: RunFacts, reasons: Reasons): string {
  if (status === 'ok') {
    const words = Object.entries(results).map(([result, count]) => `${result} ${grouped(count)}`);
    return words.length === 0 ? MEANING.ok : `${MEANING.ok}: ${words.join(', ')}`;
  }
  if (status === 'not_sent' && dryRun) return 'would be sent';
  if (status === 'duplicate' || status === 'not_sent') {
    const why = reasons.of([status]).slice(0, 3);
    const words = why.map(({ code, count, exact }) => `${codeWords(code)} ${grouped(count)}${exact ? '' : '+'}`);
    return words.length === 0 ? MEANING[status] : `${MEANING[status]} (${words.join(', ')})`;
  }
  return MEANING[status];
}

const WIDE = 1000;
const LEAST = 6; // so that one row of a million is seen

/** Where the part of each status begins in the bar and how wide it is, of a thousand; none is too narrow to be seen. */
export function parts(counts: Readonly<Record<Status, number>>) {
  const shown = STATUSES.filter((status) => counts[status] > 0);
  const sum = shown.reduce((all, status) => all + counts[status], 0);
  const least = shown.map((status) => Math.max(LEAST, (WIDE * counts[status]) / sum));
  const all = least.reduce((before, width) => before + width, 0);
  let x = 0;
  return shown.map((status, index) => {
    const width = ((least[index] ?? 0) * WIDE) / all;
    const part = { status, x: tenth(x), width: tenth(width) };
    x += width;
    return part;
  });
}

function tenth(width: number): number {
  return Math.round(width * 10) / 10;
}

function bar(counts: Readonly<Record<Status, number>>, sum: number): string {
  const words = STATUSES.filter((status) => counts[status] > 0).map((status) => `${grouped(counts[status])} ${status}`);
  const rects = parts(counts).map(
    ({ status, x, width }) =>
      `<rect class="${status}" x="${x}" y="0" width="${width}" height="40"><title>${status}: ${grouped(counts[status])}, ${share(counts[status], sum)}</title></rect>`,
  );
  return `<svg class="bar" viewBox="0 0 ${WIDE} 40" preserveAspectRatio="none" role="img" aria-label="${words.join(', ') || 'no rows'}">${rects.join('')}</svg>`;
}
