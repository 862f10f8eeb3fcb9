import { expect, it } from 'vitest';
import { FAULTS, type FaultName } from '../../src/sandbox/index.js';
import { type Fared, importThrough, type Trial } from './trial.js';

type Case = readonly [fault: FaultName, fared: Partial<Fared>, knobs?: Partial<Trial>];

const STAYED_AWAY = { exit: 6, stop: 'outage', calls: 5 };
const AT_ONCE = { maxWaitMs: 100 };
const LATE = { timeoutMs: 400 };

/** Five calls in a row that say nothing end the run where a repeat may harm. */
function silent(code: string, held?: number): Partial<Fared> {
  const fates = [`5 unknown ${code}`, '3 not_sent stopped_outage'];
  return { ...STAYED_AWAY, fates, ...(held === undefined ? {} : { held }) };
}

const TOO_LONG = { exit: 5, stop: 'outage', calls: 1, fates: ['8 not_sent stopped_outage'], held: 0 };
const WELL = { exit: 3, stop: null, calls: 8, fates: ['8 ok'], held: 8 };

/** What each fault alone, met by every call, makes of a file where a call brings one contact and a repeat may harm. */
export const SINGLE: readonly Case[] = [
  ['reset', silent('connection_lost', 0)],
  ['reset-after', silent('connection_lost', 5)],
  ['timeout', silent('timeout_after_send'), LATE],
  ['drip', silent('timeout_after_send', 5), LATE],
  ['slow', WELL],
  ['truncate', silent('connection_lost', 5)],
  ['huge', silent('answer_too_large', 5)],
  ['html', silent('unreadable_answer')],
  ['302', silent('redirected', 0)],
  ['429', TOO_LONG, AT_ONCE],
  ['429-date', TOO_LONG, AT_ONCE],
  ['500', silent('server_error')],
  ['502', silent('server_error')],
  ['503', { exit: 6, stop: null, calls: 2, fates: ['2 unknown server_error'] }, { good: 2 }],
  ['504', silent('server_error')],
  ['repeated', WELL],
  ['reordered', WELL],
  [
    'foreign',
    { exit: 6, stop: 'outage', calls: 5, fates: ['5 unknown another_number', '3 not_sent stopped_outage'], held: 5 },
  ],
  // The first call is cut; the rest are refused at the door, and certainly not stored.
  ['down', { ...STAYED_AWAY, calls: 1, fates: ['1 unknown connection_lost', '7 not_sent stopped_outage'] }],
];

/** Runs the cases, and proves that there is one for every fault. */
export function runCases(
  provider: Trial['provider'],
  cases: readonly Case[],
  base: Pick<Trial, 'batchSize' | 'maxRetries'>,
): void {
  it('has a case for every fault', () => {
    expect(cases.map(([fault]) => fault).sort()).toEqual(FAULTS.map(({ name }) => name).sort());
  });

  it.concurrent.each(cases.map(([fault, fared, knobs = {}]) => ({ fault, fared, knobs })))(
    '$fault',
    async ({ fault, fared, knobs }) => {
      const chaos = fault === 'down' ? 'down=forever@0' : `${fault}=100%`;
      const trial = { provider, chaos, good: 8, timeoutMs: 10_000, maxWaitMs: 60_000, ...base, ...knobs };
      expect(await importThrough(trial)).toMatchObject({ broken: [], ...fared });
    },
  );
}
