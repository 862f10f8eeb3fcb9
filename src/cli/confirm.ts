import { systemClock } from '../clock.js';
import { UsageError } from '../errors.js';
import { openInput } from '../input/index.js';
import { STATUSES, type Status } from '../model.js';
import { surveyContacts } from '../survey.js';
import { grouped } from './figures.js';
import { journeyText } from './planned.js';
import type { Venture } from './session.js';
import { printable } from './terminal/printable.js';

/** What a session is about to do. */
interface Prospect {
  readonly counts: Readonly<Record<Status, number>>;
  readonly people: number;
  readonly calls: number;
  /** Whether all of them will be texted, or some may turn out not to be. */
  readonly exact: boolean;
}

/**
 * Shows what is about to happen and asks, where people are texted and somebody sits there who can answer. Throws a
 * UsageError when the answer is no.
 */
export async function confirm(venture: Venture): Promise<void> {
  const { call, plan, kind, input } = venture;
  const isWatched = process.stdin.isTTY === true && process.stderr.isTTY === true;
  // Where the contacts come from the keyboard, no answer can.
  const isHeard = isWatched && input?.replayable !== false;
  if (!isHeard || kind === 'reconcile' || !plan.provider.textsPeople) return;
  if (plan.sandbox || plan.dryRun || call.flags.on('yes')) return;
  const prospect = await prospectOf(venture);
  if (prospect.people === 0) return;
  const { people, exact } = prospect;
  const number = `${exact ? '' : 'at most '}${grouped(people)} ${people === 1 ? 'person' : 'people'}`;
  const text = `\n${prospectText(venture, prospect)}\nText ${number} now? [y/N] `;
  if (/^\s*(y|yes)\s*$/i.test(await answerTo(call.output.onTerminal(call.output.redact(printable(text)))))) return;
  throw new UsageError('not confirmed: nobody was texted. Answer y to go on, or give --yes');
}

async function prospectOf({ kind, plan, run, input, counts, reading, ledger }: Venture): Promise<Prospect> {
  const { limits, again, provider, skip, limit } = plan;
  if (kind === 'import' && input !== undefined) {
    // Another reading of the file: this one is yet to be sent from.
    const copy = await openInput(plan.path, plan.inputOptions);
    try {
      const { repeatable } = provider.limits;
      const rules = { ...limits, run, reading, repeatable, again, skip, limit };
      const survey = await surveyContacts({ ...rules, input: copy }, ledger);
      return { ...survey, people: survey.counts.not_sent, exact: true };
    } finally {
      await copy.close();
    }
  }
  const known = counts?.counts;
  const settled = STATUSES.filter((status) => status !== 'not_sent').map((status) => known?.[status] ?? 0);
  const unread = (input?.rowsTotal() ?? 0) - skip - settled.reduce((sum, count) => sum + count, 0);
  const people = kind === 'retry' ? (known?.failed ?? 0) : Math.max(0, Math.min(unread, limit));
  const others = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, ...known };
  const left = { ...others, not_sent: people, ...(kind === 'retry' && { failed: 0 }) };
  return { counts: left, people, calls: Math.ceil(people / limits.batchSize), exact: false };
}

function prospectText({ plan, run, kind }: Venture, { counts, calls, people }: Prospect): string {
  const others = STATUSES.filter((status) => status !== 'not_sent' && counts[status] > 0);
  const lines = [['to be texted', people] as const, ...others.map((status) => [status, counts[status]] as const)];
  const width = Math.max(...lines.map(([, count]) => grouped(count).length));
  return [
    `${plan.provider.title}: ${run.input}${kind === 'import' ? '' : `, ${kind} of run ${run.id}`}`,
    ...lines.map(([name, count]) => `  ${name.padEnd(12)}  ${grouped(count).padStart(width)}`),
    `  ${journeyText({ ...plan.limits, calls, startsAt: systemClock.now() })}`,
  ].join('\n');
}

/** One line that is typed; empty at the end of input. */
async function answerTo(question: string): Promise<string> {
  process.stderr.write(question);
  // Whatever is said next begins a line, where Enter did not.
  const breakLine = (): void => void process.stderr.write('\n');
  process.prependListener('SIGINT', breakLine);
  // Not as a terminal of its own: Ctrl-C is to be the signal that it is.
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    return await new Promise((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => {
        breakLine();
        resolve('');
      });
    });
  } finally {
    lines.removeAllListeners('close').close();
    process.off('SIGINT', breakLine);
  }
}
