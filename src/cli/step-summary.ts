import { STATUSES } from '../model.js';
import { codeBlock, escaped, table } from '../report/markdown.js';
import { type Reasons, TO_ACT_ON } from '../report/reasons.js';
import { codeWords } from '../report/words.js';
import { elapsed, grouped } from './figures.js';
import { countText, whereWords, whyWords } from './reason-lines.js';
import type { Document, Told } from './summary.js';

const MOST = 20;
const LINES_SHOWN = 10;

/** The summary of a run in Markdown, for the page of a workflow run. Ends with a blank line. At most some 60 KiB. */
export function stepSummary(doc: Document, { reason, dryRun, hint, reasons }: Told): string {
  const ended = dryRun
    ? 'dry run, nothing was sent'
    : doc.exit === 0
      ? doc.status
      : `${doc.status}, exit status ${doc.exit}`;
  const parts = [
    `### contact-push: ${escaped(doc.provider)}, ${short(doc.input)} (${ended})`,
    ...(reason === '' ? [] : [`**stopped:** ${short(reason)}`]),
    countTable(doc, reasons),
    ...reasonTable(reasons),
    [
      `run ${code(doc.run)}, ${grouped(doc.calls)} ${doc.calls === 1 ? 'call' : 'calls'}, ${elapsed(doc.seconds)}`,
      ...(doc.report === null ? [] : [`report: ${code(doc.report)}`]),
      ...(doc.rejects === null ? [] : [`rejects: ${code(doc.rejects)}`]),
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
    ...nextParts(doc.next, hint),
  ];
  return `${parts.join('\n\n')}\n\n`;
}

function countTable({ counts, rows }: Document, reasons: Reasons): string {
  const shown = STATUSES.filter((status) => counts[status] > 0 || status === 'ok');
  const lines = shown.map((status) => {
    const why = status === 'duplicate' || status === 'not_sent' ? whyWords(reasons, status) : '';
    return [code(status), grouped(counts[status]), escaped(why)];
  });
  const sum = shown.map((status) => grouped(counts[status])).join(' + ');
  return table(['status', 'rows', ''], [...lines, ['**rows read**', `**${grouped(rows)}**`, `= ${sum}`]], [1]);
}

function reasonTable(reasons: Reasons): readonly string[] {
  const all = reasons.of(TO_ACT_ON);
  if (all.length === 0) return [];
  const rows = all
    .slice(0, MOST)
    .map((reason) => [
      countText(reason),
      code(reason.status),
      `${escaped(codeWords(reason.code))}${reason.field === '' ? '' : `, ${code(reason.field)}`}`,
      whereWords(reason, LINES_SHOWN),
      reason.example === '' ? '' : code(reason.example),
    ]);
  const more = all.length - rows.length;
  return [
    table(['rows', 'status', 'what is wrong', 'where', 'such as'], rows, [0]),
    ...(more === 0 ? [] : [`and ${grouped(more)} more ${more === 1 ? 'reason' : 'reasons'}`]),
  ];
}

function nextParts(next: string | null, hint: string): readonly string[] {
  if (next === null) return hint === '' ? [] : [`**next:** ${short(hint)}`];
  return [hint === '' ? '**next:**' : `**next,** ${short(hint)}:`, codeBlock(next)];
}

function code(text: string): string {
  return `<code>${short(text)}</code>`;
}

const MAX_TEXT = 500;

function short(text: string): string {
  return escaped(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
}
