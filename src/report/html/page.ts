import { type Outcome, STATUSES } from '../../model.js';
import type { PageParts, RenderOptions, RunFacts, RunView } from '../format.js';
import { Reasons, TO_ACT_ON } from '../reasons.js';
import { readActivity } from './activity.js';
import { chartsSection } from './charts.js';
import { headSection, titleOf } from './head.js';
import { MASKED, SHOWN } from './hide.js';
import { nextSection } from './next.js';
import { outcomeSection } from './outcome.js';
import { Examples, reasonsSection } from './reasons.js';
import { RowWriter, type TableRow, tableRows } from './rows.js';
import { sessionsSection } from './sessions.js';
import { noticesSection, settingsSection } from './settings.js';
import { MOST_ROWS, MOST_STATIC, tableSection } from './table.js';
import { escaped } from './text.js';

/**
 * One page with all that is to be known of a run, which needs nothing but itself. Reads the rows that are not `ok`, then
 * those that need a person once more, and all calls twice. Holds a page of rows at a time, and the 500 that stand in it.
 */
export async function* renderPage(view: RunView, { showNumbers, page }: RenderOptions): AsyncGenerator<string> {
  const run = await view.facts();
  const parts = await page();
  const hide = showNumbers ? SHOWN : MASKED;
  const show = tableRows(run, hide);
  const reasons = new Reasons();
  const examples = new Examples(show);
  const first: TableRow[] = [];
  for await (const rows of view.outcomes(STATUSES.filter((status) => status !== 'ok'))) {
    reasons.see(rows);
    const needy = rows.filter(needsAPerson);
    examples.see(needy);
    if (first.length < MOST_STATIC) first.push(...needy.slice(0, MOST_STATIC - first.length).map(show));
  }
  const activity = await readActivity(run.sessions, () => view.calls());
  yield await headOf(run, parts);
  const sections = [
    headSection(run, hide),
    outcomeSection(run, reasons),
    nextSection(run),
    reasonsSection(reasons, examples),
    chartsSection(run, activity),
    sessionsSection(run, hide),
    tableSection(run, first),
    settingsSection(run, hide),
    noticesSection(run, hide),
  ];
  yield `<main>\n${sections.filter((section) => section !== '').join('\n')}\n</main>
<footer><p>Written by contact-push from its ledger. Times are in UTC. ${showNumbers ? 'Phone numbers are shown whole.' : 'Phone numbers are masked.'}</p></footer>
`;
  if (first.length > 0) yield* rowsBlock(view, show);
  yield `<script>${parts.script}</script>\n</body></html>\n`;
}

function needsAPerson({ status }: Outcome): boolean {
  return TO_ACT_ON.some((word) => word === status);
}

async function headOf(run: RunFacts, { style, script }: PageParts): Promise<string> {
  const policy = [
    "default-src 'none'",
    `script-src '${await hashOf(script)}'`,
    `style-src '${await hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<meta name="robots" content="noindex">
<title>${escaped(titleOf(run))}</title>
<style>${style}</style></head><body>
`;
}

/** As a Content-Security-Policy names it. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/** The rows that the script sorts and filters, a piece a page. */
async function* rowsBlock(view: RunView, show: (outcome: Outcome) => TableRow): AsyncGenerator<string> {
  const writer = new RowWriter();
  let left = MOST_ROWS;
  yield '<script type="application/json" id="data">[';
  for await (const page of view.outcomes(TO_ACT_ON)) {
    const rows = page.slice(0, left).map((outcome) => writer.write(show(outcome)));
    yield `${left === MOST_ROWS ? '' : ','}\n${rows.join(',\n')}`;
    left -= rows.length;
    if (left === 0) break;
  }
  yield ']</script>\n';
}
