import type { RunFacts } from '../format.js';
import type { Hide } from './hide.js';
import { apart, escaped, grouped } from './text.js';

/** Which column filled which field, and with what the run was begun. */
export function settingsSection(run: RunFacts, hide: Hide): string {
  const pairs = mappingOf(run.settings, hide);
  const used = new Set(pairs.flatMap(({ columns }) => columns));
  const unused = run.columns.filter((column) => !used.has(column));
  const rows = pairs.map(
    ({ field, source }) => `<tr><th scope="row"><code>${escaped(field)}</code></th><td>${source}</td></tr>`,
  );
  const none = unused.slice(0, MOST_UNUSED).map((column) => apart(hide.text(column)));
  const others = unused.length - none.length;
  return `<section id="settings" aria-labelledby="settings-title"><h2 id="settings-title">Mapping and settings</h2>
<div class="columns"><div><h3>Fields</h3>
<table class="pairs"><thead><tr><th scope="col">field</th><th scope="col">filled by</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>
${unused.length === 0 ? '' : `<p class="note">Columns that reach no field: ${none.join(', ')}${others === 0 ? '' : ` and ${grouped(others)} more`}</p>`}</div>
<div><h3>Settings</h3><table class="pairs"><thead><tr><th scope="col">setting</th><th scope="col">value</th></tr></thead><tbody>${settingsOf(
    run,
  )
    .map(([name, value]) => `<tr><th scope="row">${name}</th><td>${apart(value)}</td></tr>`)
    .join('\n')}</tbody></table></div></div></section>`;
}

const MOST_UNUSED = 50;

/** What was said before the sessions; each but once. */
export function noticesSection({ sessions }: RunFacts, hide: Hide): string {
  const said = new Map<string, number[]>();
  for (const { number, notices } of sessions) {
    for (const notice of notices) said.set(notice, [...(said.get(notice) ?? []), number]);
  }
  if (said.size === 0) return '';
  const isOne = sessions.length === 1;
  const lines = [...said].map(
    ([notice, numbers]) =>
      `<li>${apart(hide.text(notice))}${isOne ? '' : ` <span class="note">(session ${numbers.join(', ')})</span>`}</li>`,
  );
  return `<section id="notices" aria-labelledby="notices-title"><h2 id="notices-title">Notices</h2><ul>${lines.join('\n')}</ul></section>`;
}

interface Pair {
  readonly field: string;
  readonly source: string;
  readonly columns: readonly string[];
}

function mappingOf(settings: Readonly<Record<string, unknown>>, hide: Hide): readonly Pair[] {
  const fields = settings['fields'];
  const filled = typeof fields === 'object' && fields !== null ? Object.entries(fields) : [];
  const byColumn = filled.map(([field, found]: [string, unknown]): Pair => {
    const columns = texts(found);
    return { field, columns, source: `column ${columns.map((column) => apart(hide.text(column))).join(' or ')}` };
  });
  const fixed = texts(settings['set'] ?? []).map((pair): Pair => {
    const at = pair.indexOf('=');
    return { field: pair.slice(0, at), columns: [], source: `always ${apart(hide.text(pair.slice(at + 1)))}` };
  });
  return [...byColumn, ...fixed];
}

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' };

function settingsOf(run: RunFacts): readonly (readonly [string, string])[] {
  const { settings } = run;
  const text = (name: string): string => {
    const value = settings[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const on = (name: string): string => (settings[name] === true ? 'yes' : '');
  const end = run.sessions.flatMap((session) => session.end ?? []).at(-1);
  const all: readonly (readonly [string, string])[] = [
    ['provider', `${run.provider} (${run.origin})`],
    ['input', run.input === '-' ? 'standard input' : run.input],
    ['size', run.bytes === null ? '' : `${grouped(run.bytes)} bytes`],
    ['format', [run.format, DELIMITERS[run.delimiter] ?? run.delimiter].filter((word) => word !== '').join(', ')],
    ['encoding', run.encoding],
    ['country', text('country')],
    ['phone check', text('phoneCheck')],
    ['date format', text('dateFormat')],
    ['calendar', text('calendar')],
    ['rows left out first', text('skip') === '0' ? '' : text('skip')],
    ['rows at most', text('limit')],
    ['sent again on purpose', on('again')],
    ['sent to a stand-in', on('sandbox')],
    ['mapping file', text('mapping')],
    ['report', end?.report ?? ''],
    ['rejects', end?.rejects ?? ''],
  ];
  return all.filter(([, value]) => value !== '');
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
