import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMetrics, type Measured, readLastTimes, renderMetrics } from '../../src/report/metrics.js';
import { readPrometheus } from '../support/prometheus.js';

const COUNTS = { ok: 3, duplicate: 0, invalid: 1, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
const RUN: Measured = {
  job: 'night',
  run: '20260131-094500-k3f',
  provider: 'octopush',
  input: 'c.csv',
  session: 'import',
  status: 'finished',
  stop: null,
  exit: 3,
  endedAt: 1_770_000_000_500,
  did: { counts: COUNTS, calls: 4, retries: 1, throttled: 2, durationMs: 1500 },
};
const NEVER = { success: 0, finished: 0 };

it('gives every number with its unit, and the id of the run in one series alone', () => {
  const text = renderMetrics(RUN, NEVER);
  const series = readPrometheus(text);
  const value = (name: string, labels: Readonly<Record<string, string>> = {}): number | undefined =>
    series.find(
      (each) => each.name === `contact_push_${name}` && Object.entries(labels).every(([k, v]) => each.labels[k] === v),
    )?.value;
  expect(value('rows', { status: 'ok' })).toBe(3);
  expect(value('rows', { status: 'invalid' })).toBe(1);
  expect(['calls', 'retries', 'throttled', 'duration_seconds', 'exit_status'].map((name) => value(name))).toEqual([
    ...[4, 1, 2, 1.5, 3],
  ]);
  expect(value('end_timestamp_seconds')).toBe(1_770_000_000.5);
  expect(series.filter(({ labels }) => 'run' in labels).map(({ name }) => name)).toEqual(['contact_push_run_info']);
  expect(series.every(({ labels }) => labels['name'] === 'night')).toBe(true);
  expect(isMetrics(text)).toBe(true);
});

describe('keeps when a run was last well', () => {
  const first = renderMetrics({ ...RUN, exit: 0 }, NEVER);
  it.each<[what: string, then: Partial<Measured>, success: number, finished: number]>([
    ['a success', { exit: 0, endedAt: 2000 }, 2000, 2000],
    ['rows that need a person', { exit: 3, endedAt: 2000 }, RUN.endedAt, 2000],
    ['a stop', { exit: 4, status: 'stopped', stop: 'credentials', endedAt: 2000 }, RUN.endedAt, RUN.endedAt],
    ['a refusal', { exit: 2, status: 'refused', endedAt: 2000 }, RUN.endedAt, RUN.endedAt],
  ])('%s', (_, then, success, finished) => {
    const text = renderMetrics({ ...RUN, ...then }, readLastTimes(first));
    expect(readLastTimes(text)).toEqual({ success, finished });
  });
  it('and takes a text that says nothing for never', () => {
    expect(readLastTimes('contact_push_last_success_timestamp_seconds{name="x"} never\n')).toEqual(NEVER);
  });
});

it('gives labels back as they were, whatever is in them', () => {
  const cut = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (input, job) => {
      const [info] = readPrometheus(renderMetrics({ ...RUN, input, job }, NEVER));
      expect(info?.labels).toMatchObject({ input: cut(input), name: cut(job) });
    }),
  );
});
