import { STATUSES } from '../../model.js';
import type { RunFacts } from '../format.js';
import { TO_ACT_ON } from '../reasons.js';
import type { Hide } from './hide.js';
import { apart, counted, duration, escaped, grouped, rate, utc, visible } from './text.js';

/** What is said in the title of the window. */
export function titleOf({ input, provider }: RunFacts): string {
  return `${visible(input)} → ${provider}`;
}

/** How the run stands, in a word and a sentence. */
interface Standing {
  readonly word: string;
  readonly tone: 'good' | 'care' | 'bad';
  readonly sentence: string;
}

function standingOf(run: RunFacts): Standing {
  const { counts, dryRun, provider } = run;
  const end = run.sessions.at(-1)?.end ?? null;
  const rows = STATUSES.reduce((sum, status) => sum + counts[status], 0);
  const toDo = TO_ACT_ON.reduce((sum, status) => sum + counts[status], 0);
  const need = toDo === 0 ? '' : `; ${counted(toDo, 'needs', 'need')} a person`;
  const there = `${grouped(counts.ok)} of ${counted(rows, 'row is', 'rows are')} with ${provider}${need}.`;
  if (dryRun) {
    const would = `${grouped(counts.not_sent)} of ${counted(rows, 'row', 'rows')} would be sent${need}.`;
    return { word: 'dry run', tone: toDo === 0 ? 'good' : 'care', sentence: `Nothing was sent. ${would}` };
  }
  if (end === null) return { word: 'not ended', tone: 'bad', sentence: `The run goes on, or broke off. ${there}` };
  const left = counts.not_sent === 0 ? '' : ` ${counted(counts.not_sent, 'row was', 'rows were')} not sent.`;
  if (end.status === 'finished') {
    const tone = counts.unknown + counts.failed > 0 ? 'bad' : toDo > 0 ? 'care' : 'good';
    return { word: 'finished', tone, sentence: there + left };
  }
  return { word: end.status, tone: 'bad', sentence: there + left };
}

/** The top of the page: what went where, how it ended, and in figures what it took. */
export function headSection(run: RunFacts, hide: Hide): string {
  const { id, input, provider, settings, sessions } = run;
  const { word, tone, sentence } = standingOf(run);
  const end = sessions.at(-1)?.end ?? null;
  const [first] = sessions;
  const isStandIn = settings['sandbox'] === true;
  return `<header>
<p class="above">contact-push<span class="badge ${tone}">${word}</span>${isStandIn ? '<span class="badge plain">sent to a stand-in</span>' : ''}</p>
<h1>${apart(input)} <span class="arrow" aria-label="to">→</span> ${escaped(provider)}</h1>
<p class="sentence">${escaped(sentence)}</p>
${end === null || end.reason === '' ? '' : `<p class="stopped"><strong>Stopped:</strong> ${apart(hide.text(end.reason))}</p>`}
<p class="facts">Run <code>${escaped(id)}</code>${first === undefined ? '' : `, begun ${utc(first.startedAt)} UTC`}${end === null ? '' : `, exit status ${end.exit}`}</p>
${figures(run)}
</header>`;
}

/** Sums over the sessions that ended; of others, this is not known. */
function figures({ sessions, counts, dryRun }: RunFacts): string {
  const ended = sessions.flatMap(({ startedAt, end }) => (end === null ? [] : [{ startedAt, end }]));
  const sum = (what: 'calls' | 'retries' | 'throttled'): number => ended.reduce((all, { end }) => all + end[what], 0);
  const ms = ended.reduce((all, { startedAt, end }) => all + Math.max(0, end.endedAt - startedAt), 0);
  const sent = counts.ok + counts.rejected + counts.failed + counts.unknown;
  const figure = (name: string, value: string): string => `<div><dt>${name}</dt><dd>${value}</dd></div>`;
  if (ended.length === 0) return '';
  const calls = dryRun
    ? []
    : [
        figure('rows a second', ms === 0 ? '–' : rate((1000 * sent) / ms)),
        figure('calls', grouped(sum('calls'))),
        figure('retries', grouped(sum('retries'))),
        figure('throttled', grouped(sum('throttled'))),
      ];
  const took = figure(ended.length === 1 ? 'took' : 'worked', duration(ms));
  return `<dl class="figures">${[took, ...calls].join('')}</dl>`;
}
