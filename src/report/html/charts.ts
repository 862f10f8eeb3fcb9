import type { RunFacts } from '../format.js';
import type { Activity, Stretch } from './activity.js';
import { counted, duration, escaped, grouped, json, latency, moment, rate } from './text.js';

/** How the calls went over time: three charts, and the same figures as text. */
export function chartsSection(run: RunFacts, activity: Activity): string {
  if (activity.stretches.length === 0) {
    const why = run.dryRun ? 'A dry run makes no call.' : 'No call was made.';
    return `<section id="time" aria-labelledby="time-title"><h2 id="time-title">Over time</h2><p class="note">${why}</p></section>`;
  }
  const { marks, width } = activity;
  const axis = `The time runs from the beginning of the work, a point for each ${width < 60 ? `${width} s` : duration(width * 1000)}${marks.length > 1 ? '; sessions stand one behind the other, and what lies between them is left out' : ''}.`;
  return `<section id="time" aria-labelledby="time-title"><h2 id="time-title">Over time</h2>
<p class="note">${axis}</p>
${chart('rows', 'Rows a second', rowsWords(activity), [])}
${chart('calls', 'Calls a second', callsWords(activity), callsLegend(activity))}
${chart('latency', 'Time to an answer', latencyWords(activity), LATENCY_LEGEND)}
<noscript><p class="note">The charts are drawn by a script; the tables below hold the same figures.</p></noscript>
${twin(activity)}
${waits(activity)}
<script type="application/json" id="activity">${json(series(activity))}</script>
</section>`;
}

interface Legend {
  readonly mark: string;
  readonly text: string;
}

const LATENCY_LEGEND: readonly Legend[] = [
  { mark: 'median', text: 'median' },
  { mark: 'p95', text: '95 of 100 were faster' },
  { mark: 'slowest', text: 'slowest' },
];

function callsLegend({ throttled, retries, waits }: Activity): readonly Legend[] {
  return [
    { mark: 'calls', text: 'calls' },
    ...(throttled === 0 ? [] : [{ mark: 'throttled', text: `throttled (${grouped(throttled)})` }]),
    ...(retries === 0 ? [] : [{ mark: 'retry', text: `retries (${grouped(retries)})` }]),
    ...(waits.length === 0 ? [] : [{ mark: 'wait', text: `waits (${grouped(waits.length)})` }]),
  ];
}

function chart(name: string, title: string, words: string, legend: readonly Legend[]): string {
  const items = legend.map(({ mark, text }) => `<li><span class="key ${mark}"></span>${escaped(text)}</li>`);
  return `<figure class="chart" id="chart-${name}"><figcaption><h3>${title}</h3>${items.length === 0 ? '' : `<ul class="legend">${items.join('')}</ul>`}<p class="readout" aria-hidden="true"></p></figcaption>
<div class="plot" role="img" aria-label="${escaped(`${title}: ${words}`)}"></div>
<p class="words">${escaped(words)}</p></figure>`;
}

function rowsWords({ stretches }: Activity): string {
  const highest = largest(stretches, (stretch) => stretch.rowsPerSecond);
  return `at most ${rate(highest.rowsPerSecond)} rows a second, at ${moment(highest.at)}.`;
}

function callsWords({ stretches, calls, throttled, retries, waits }: Activity): string {
  const highest = largest(stretches, (stretch) => stretch.callsPerSecond);
  const longest = waits.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  return [
    `${counted(calls, 'call', 'calls')}, at most ${rate(highest.callsPerSecond)} a second, at ${moment(highest.at)}`,
    `${grouped(throttled)} throttled, ${counted(retries, 'retry', 'retries')}`,
    waits.length === 0
      ? 'no wait'
      : `${counted(waits.length, 'wait', 'waits')}, the longest of ${duration(longest * 1000)}`,
  ]
    .join('; ')
    .concat('.');
}

function latencyWords({ median, p95, slowest }: Activity): string {
  if (median === null || p95 === null || slowest === null) return 'no call was answered.';
  return `half of the calls took at most ${latency(median)}, 95 of 100 at most ${latency(p95)}, the slowest ${latency(slowest)}.`;
}

function largest(stretches: readonly Stretch[], of: (stretch: Stretch) => number): Stretch {
  return stretches.reduce((most, stretch) => (of(stretch) > of(most) ? stretch : most));
}

/** The same figures as a table, for who does not see the charts. */
function twin({ stretches, marks }: Activity): string {
  const has = marks.length > 1;
  const lines = stretches.map(
    ({ at, session, rowsPerSecond, callsPerSecond, throttled, retries, median, p95, slowest }) =>
      `<tr><th scope="row" class="number">${moment(at)}</th>${[
        ...(has ? [grouped(session)] : []),
        ...[rate(rowsPerSecond), rate(callsPerSecond), grouped(throttled), grouped(retries)],
        ...[median, p95, slowest].map((each) => (each === null ? '–' : latency(each))),
      ]
        .map((cell) => `<td class="number">${cell}</td>`)
        .join('')}</tr>`,
  );
  const head = [
    'from',
    ...(has ? ['session'] : []),
    'rows/s',
    'calls/s',
    'throttled',
    'retries',
    'median',
    '95th',
    'slowest',
  ];
  return `<details><summary>The charts as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="The charts as a table"><table class="twin"><thead><tr>${head
    .map((name) => `<th scope="col" class="number">${name}</th>`)
    .join('')}</tr></thead><tbody>${lines.join('\n')}</tbody></table></div></details>`;
}

function waits({ waits: all }: Activity): string {
  if (all.length === 0) return '';
  const lines = all.map(
    ({ from, to, after }) =>
      `<tr><th scope="row" class="number">${moment(from)}</th><td class="number">${duration((to - from) * 1000)}</td><td>${escaped(after === '' ? 'all was well before' : after)}</td></tr>`,
  );
  return `<details><summary>Waits (${grouped(all.length)})</summary><p class="note">Times in which nothing was under way for at least a second, and three times longer than is usual in this run.</p><table class="twin"><thead><tr><th scope="col" class="number">from</th><th scope="col" class="number">for</th><th scope="col">the call before</th></tr></thead><tbody>${lines.join('\n')}</tbody></table></details>`;
}

/** What the script draws. */
function series({ width, stretches, waits: all, marks }: Activity) {
  const column = <K extends keyof Stretch>(name: K): readonly Stretch[K][] => stretches.map((stretch) => stretch[name]);
  return {
    width,
    at: column('at'),
    rows: column('rowsPerSecond'),
    calls: column('callsPerSecond'),
    throttled: column('throttled'),
    retries: column('retries'),
    median: column('median'),
    p95: column('p95'),
    slowest: column('slowest'),
    waits: all.map(({ from, to }) => [from, to]),
    marks: marks.map(({ at, session, kind }) => ({ at, name: `${session} ${kind}` })),
  };
}
