import type { RunFacts, SessionFacts } from '../format.js';
import type { Hide } from './hide.js';
import { apart, duration, escaped, grouped, utc } from './text.js';

/** Every session of the run: its import, and what went on with it. */
export function sessionsSection({ sessions }: RunFacts, hide: Hide): string {
  return `<section id="sessions" aria-labelledby="sessions-title"><h2 id="sessions-title">${sessions.length === 1 ? 'Session' : `Sessions (${grouped(sessions.length)})`}</h2>
<table class="stacked sessions"><thead><tr><th scope="col" class="number">no.</th><th scope="col">session</th><th scope="col">began (UTC)</th><th scope="col" class="number">took</th><th scope="col" class="number">calls</th><th scope="col" class="number">retries</th><th scope="col" class="number">throttled</th><th scope="col">ended</th></tr></thead>
<tbody>${sessions.map((session) => line(session, hide)).join('\n')}</tbody></table></section>`;
}

function line({ number, kind, startedAt, end }: SessionFacts, hide: Hide): string {
  const cell = (name: string, text: string, kindOf = ''): string => `<td data-name="${name}"${kindOf}>${text}</td>`;
  const count = (name: string, value: string): string => cell(name, value, ' class="number"');
  const cells = [
    count('no.', grouped(number)),
    cell('session', escaped(kind)),
    cell('began (UTC)', utc(startedAt)),
    ...(end === null
      ? [count('took', '–'), count('calls', '–'), count('retries', '–'), count('throttled', '–')]
      : [
          count('took', duration(Math.max(0, end.endedAt - startedAt))),
          count('calls', grouped(end.calls)),
          count('retries', grouped(end.retries)),
          count('throttled', grouped(end.throttled)),
        ]),
    cell('ended', end === null ? 'not: it goes on, or broke off' : endWords(end, hide)),
  ];
  return `<tr>${cells.join('')}</tr>`;
}

function endWords({ status, reason, exit }: NonNullable<SessionFacts['end']>, hide: Hide): string {
  return `<strong>${status}</strong>${reason === '' ? '' : `: ${apart(hide.text(reason))}`} <span class="exit">(exit status ${exit})</span>`;
}
