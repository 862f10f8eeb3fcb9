import { STATUSES, type Status } from '../model.js';

/** What a run leaves for Prometheus. Times are in milliseconds since 1970, durations in milliseconds. */
export interface Measured {
  /** Tells this file's series from those of others: a textfile collector reads several, and takes no series twice. */
  readonly job: string;
  /** Empty where it is not known: the run was refused before it began. */
  readonly run: string;
  readonly provider: string;
  readonly input: string;
  /** `import`, `resume`, `retry` or `reconcile`; or how else the program was called. */
  readonly session: string;
  readonly status: 'finished' | 'stopped' | 'interrupted' | 'refused';
  /** null where nothing stopped it. */
  readonly stop: string | null;
  readonly exit: number;
  readonly endedAt: number;
  /** Absent where there was no session. */
  readonly did?: {
    readonly counts: Readonly<Record<Status, number>>;
    readonly calls: number;
    readonly retries: number;
    readonly throttled: number;
    readonly durationMs: number;
  };
}

/** When a run was last well, in milliseconds since 1970; 0 where none was yet. */
export interface LastTimes {
  /** Exit status 0. */
  readonly success: number;
  /** Nothing stopped it. */
  readonly finished: number;
}

const PREFIX = 'contact_push_';

/**
 * The text that node_exporter's textfile collector reads. The run's id stands in one series alone, which is another with
 * every run; all others stay the same series.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function renderMetrics(measured: Measured, before: LastTimes): string {
  const { job, run, provider, input, session, status, stop, exit, endedAt, did } = measured;
  const own = { name: job };
  const one = (name: string, help: string, value: number): string => family(name, help, [[own, value]]);
  const times = lastTimes(measured, before);
  return [
    family('run_info', 'The last run and how it ended; always 1.', [
      [{ ...own, run, provider, input, session, status, stop: stop ?? '' }, 1],
    ]),
    ...(did === undefined
      ? []
      : [
          family(
            'rows',
            'Rows of the last run by their fate.',
            STATUSES.map((each) => [{ ...own, status: each }, did.counts[each]]),
          ),
          one('calls', 'Calls of the last session, tries and look-ups included.', did.calls),
          one('retries', 'Calls of the last session that were another try.', did.retries),
          one('throttled', 'Calls of the last session that the provider told to wait.', did.throttled),
          one('duration_seconds', 'How long the last session took.', did.durationMs / 1000),
        ]),
    one('exit_status', 'Exit status of the last session, or of the refusal to begin one.', exit),
    one('end_timestamp_seconds', 'When the last session ended or was refused.', endedAt / 1000),
    one(
      'last_finished_timestamp_seconds',
      'When a session last ended that nothing had stopped; 0 before the first.',
      times.finished / 1000,
    ),
    one(
      'last_success_timestamp_seconds',
      'When a session last ended with exit status 0; 0 before the first.',
      times.success / 1000,
    ),
  ].join('');
}

/** What an earlier text says of when a run was last well; zeros where it says nothing. */
export function readLastTimes(text: string): LastTimes {
  const read = (name: string): number => {
    const [, value = ''] =
      new RegExp(`^${PREFIX}${name}\\{[^\n]*\\} (\\d+(?:\\.\\d+)?(?:e\\+\\d+)?)$`, 'm').exec(text) ?? [];
    return value === '' ? 0 : Math.round(Number(value) * 1000);
  };
  return { success: read('last_success_timestamp_seconds'), finished: read('last_finished_timestamp_seconds') };
}

/** Whether a text is one of ours. */
export function isMetrics(text: string): boolean {
  return text.startsWith(`# HELP ${PREFIX}`);
}

function lastTimes({ exit, status, endedAt }: Measured, before: LastTimes): LastTimes {
  return {
    success: exit === 0 ? endedAt : before.success,
    finished: status === 'finished' && exit !== 1 ? endedAt : before.finished,
  };
}

type Series = readonly [labels: Readonly<Record<string, string>>, value: number];

function family(name: string, help: string, series: readonly Series[]): string {
  const lines = series.map(([labels, value]) => `${PREFIX}${name}{${labelText(labels)}} ${value}\n`);
  return `# HELP ${PREFIX}${name} ${help}\n# TYPE ${PREFIX}${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${labelValue(value)}"`)
    .join(',');
}

/** Any text but half characters, which UTF-8 has none of. */
function labelValue(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}
