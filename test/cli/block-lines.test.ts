import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { blockLines, readingLines, waitingLines } from '../../src/cli/block-lines.js';
import type { RunState } from '../../src/cli/run-state.js';
import { widthOf } from '../../src/cli/terminal/width.js';
import type { Tempo } from '../../src/delivery/tempo.js';
import type { Status } from '../../src/model.js';

const LOOK = { unicode: true, frame: 2, paint: new Chalk({ level: 0 }) };
const FULL: Tempo = {
  ...{ perSecond: 2, fullPerSecond: 2 },
  ...{ slowed: undefined, held: undefined, nextTry: undefined, away: false, ending: undefined },
};
const NOW = new Date(2026, 0, 31, 14, 51).getTime();

function settled(counts: Partial<Record<Status, number>>): RunState['settled'] {
  return { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0, ...counts };
}

const MIDWAY: RunState = {
  ...{ rows: 4300, done: 4200, total: 10_000, percent: 42 },
  ...{ settled: settled({ ok: 4100, invalid: 60, duplicate: 40 }), calls: 4100, retries: 3 },
  ...{ perSecond: 1.9, leftMs: 51 * 60_000, tempo: FULL, ticks: 1000, now: NOW },
};
const WAITING: RunState = {
  ...MIDWAY,
  tempo: { ...FULL, perSecond: 1, slowed: 'too many', held: { until: 12_900, reason: 'HTTP 429: Retry-After' } },
};

describe('the block of a run', () => {
  it.each([
    [
      79,
      [
        '⠹ 42 %   4 200 of 10 000 rows  █████░░░░░░░░░  1.9 rows/s  51 min left (15:42)',
        '  ok 4 100  duplicate 40  invalid 60  · 4 100 calls, 3 retries',
        '  1 call/s; waiting 12 s: HTTP 429: Retry-After',
      ],
    ],
    [
      59,
      [
        '⠹ 42 %   4 200 of 10 000 rows  1.9 rows/s  51 min left',
        '  ok 4 100  duplicate 40  invalid 60  · 4 100 calls',
        '  1 call/s; waiting 12 s: HTTP 429: Retry-After',
      ],
    ],
    [
      39,
      [
        '⠹ 42 %   4 200 of 10 000  51 min left',
        '  ok 4 100  duplicate 40  invalid 60',
        '  waiting 12 s: HTTP 429: Retry-After',
      ],
    ],
    [19, ['⠹ 42 %  51 min left', '  ok 4 100  …', '  waiting 12 s: HT…']],
  ])('says what matters most in %d columns', (columns, lines) => {
    expect(blockLines(WAITING, columns, LOOK)).toEqual(lines);
  });

  it('is never wider than it may be, whatever there is to say', () => {
    const long = 'прошло слишком много запросов 请求过多 '.repeat(5);
    const full: Tempo = { ...FULL, slowed: long, held: { until: 9e9, reason: long }, ending: undefined };
    const tempos = [undefined, FULL, full, { ...full, held: undefined }, { ...full, ending: long }];
    const some = settled({ ok: 1e6, duplicate: 1e6, invalid: 1e6, rejected: 1e6, failed: 1e6, unknown: 1e6 });
    for (const tempo of tempos) {
      for (const total of [undefined, 12_345_678]) {
        const state = { ...MIDWAY, total, percent: total && 99, done: 12_345_677, settled: some, tempo };
        for (let columns = 1; columns < 130; columns += 1) {
          for (const line of blockLines(state, columns, LOOK)) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        }
      }
    }
  });

  it('says what is known where the total is not', () => {
    const state = { ...MIDWAY, total: undefined, percent: undefined, leftMs: undefined };
    expect(blockLines(state, 79, LOOK)[0]).toBe('⠹  4 200 of 4 300 rows read  1.9 rows/s');
    expect(blockLines({ ...state, percent: 7 }, 79, LOOK)[0]).toBe(
      '⠹  7 %  4 200 of 4 300 rows read  █░░░░░░░░░░░░░░░░░░░  1.9 rows/s',
    );
  });

  it('says nothing of speed and time as long as nobody can tell, nor of calls where there are none', () => {
    const state = { ...MIDWAY, done: 0, percent: 0, perSecond: undefined, leftMs: undefined, tempo: undefined };
    expect(blockLines(state, 79, LOOK)).toEqual([
      '⠹  0 %       0 of 10 000 rows  ░░░░░░░░░░░░░░░░░░░░',
      '  ok 4 100  duplicate 40  invalid 60',
    ]);
  });

  it('keeps what is worst the longest', () => {
    const counts = settled({ ok: 9, duplicate: 1, invalid: 2, rejected: 3, failed: 4, unknown: 5, not_sent: 6 });
    const second = (columns: number): string | undefined =>
      blockLines({ ...MIDWAY, settled: counts, calls: 1, retries: 1 }, columns, LOOK)[1];
    expect([100, 76, 70, 45, 25, 12].map(second)).toEqual([
      '  ok 9  duplicate 1  invalid 2  rejected 3  failed 4  unknown 5  not_sent 6  · 1 call, 1 retry',
      '  ok 9  duplicate 1  invalid 2  rejected 3  failed 4  unknown 5  not_sent 6',
      '  ok 9  invalid 2  rejected 3  failed 4  unknown 5  not_sent 6  …',
      '  ok 9  rejected 3  failed 4  unknown 5  …',
      '  ok 9  unknown 5  …',
      '  ok 9  …',
    ]);
  });

  it('takes ASCII alone where a terminal has no more, and no colour makes it wider', () => {
    const plain = blockLines(WAITING, 79, { ...LOOK, unicode: false });
    expect(plain[0]).toBe('- 42 %   4 200 of 10 000 rows  #####---------  1.9 rows/s  51 min left (15:42)');
    expect(plain.join('')).toMatch(/^[\x20-\x7e]*$/);
    const painted = blockLines(WAITING, 79, { ...LOOK, paint: new Chalk({ level: 1 }) });
    expect(painted[0]).toContain('\x1b[');
    expect(painted.map((line) => line.replace(/\x1b\[\d+m/g, ''))).toEqual(blockLines(WAITING, 79, LOOK));
  });
});

describe('its words for the pace', () => {
  const held = { until: 301_000, reason: 'the quota of the provider is used up' };
  const nextTry = { until: 9000, reason: 'nothing answers at this address' };
  it.each<[string, Partial<Tempo>, string]>([
    ['as asked for', {}, '2 calls/s'],
    [
      'without a pace',
      { perSecond: Number.POSITIVE_INFINITY, fullPerSecond: Number.POSITIVE_INFINITY },
      'as fast as it goes',
    ],
    ['slowed down', { perSecond: 0.5, slowed: 'too many requests' }, 'slowed from 2 to 0.5 calls/s: too many requests'],
    [
      'slowed down from no pace',
      { perSecond: 0.5, fullPerSecond: Number.POSITIVE_INFINITY, slowed: 'too many requests' },
      'slowed to 0.5 calls/s: too many requests',
    ],
    ['held', { held }, '2 calls/s; waiting 5 min: the quota of the provider is used up'],
    ['held until a moment ago', { held: { ...held, until: 900 } }, '2 calls/s'],
    ['resting', { nextTry }, 'next try in 8 s: nothing answers at this address'],
    [
      'resting, with nobody there',
      { nextTry, away: true },
      'the provider does not answer; next try in 8 s: nothing answers at this address',
    ],
    ['with nobody there', { away: true }, 'nothing new starts until the provider answers'],
    ['ending', { held, ending: 'SIGINT' }, 'stopping: SIGINT; calls under way are awaited'],
  ])('%s', (_, tempo, words) => {
    expect(blockLines({ ...MIDWAY, tempo: { ...FULL, ...tempo } }, 99, LOOK)[2]).toBe(`  ${words}`);
  });
});

describe('the block of a file that is read through', () => {
  const reading = { name: '联系人名单二〇二六年春季客户导入文件.csv', bytesRead: 50_000_000, bytesTotal: 119_000_000 };
  it.each([
    [79, ['⠹ 42 %  50 of 119 MB  ████████░░░░░░░░░░░░', `  reading ${reading.name} before the first call`]],
    [39, ['⠹ 42 %  50 of 119 MB  █████░░░░░░░░░', '  reading 联系人名单二〇二六年春季客户…']],
    [19, ['⠹ 42 %', '  reading 联系人名…']],
  ])('is cut by the columns that its name takes: %d', (columns, lines) => {
    expect(readingLines(reading, columns, LOOK)).toEqual(lines);
  });
});

describe('the block of a wait', () => {
  const text =
    'waiting for another run on octopush https://api.octopush.com: run 20260131-094500-k3f, 4 of 6 rows settled';

  it('says all of it, in as many lines as that takes', () => {
    expect(waitingLines(text, 59, LOOK)).toEqual([
      '⠹ waiting for another run on octopush',
      '  https://api.octopush.com: run 20260131-094500-k3f, 4 of 6',
      '  rows settled',
    ]);
    expect(waitingLines('waiting', 59, { ...LOOK, unicode: false, frame: 5 })).toEqual(['/ waiting']);
  });

  it('is never wider than it may be', () => {
    for (let columns = 3; columns < 130; columns += 1) {
      const lines = waitingLines(text, columns, LOOK);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      expect(lines.join('').replace(/\s/g, '')).toBe(`⠹${text.replace(/\s/g, '')}`);
    }
  });
});
