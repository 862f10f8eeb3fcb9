import { runCases, SINGLE } from './single.js';

const TOO_LONG = { exit: 5, stop: 'outage', calls: 1, fates: ['8 not_sent stopped_outage'], held: 0 };
// Where the answer does not say how long, the tries end.
const FAILED = { exit: 3, stop: null, calls: 3, fates: ['3 failed too_many_requests'], held: 0 };

runCases(
  'amoot',
  [
    ...SINGLE,
    ['429-reset', TOO_LONG, { maxWaitMs: 100 }],
    ['429-unix', TOO_LONG, { maxWaitMs: 100 }],
    ['429-bare', FAILED, { good: 3 }],
    [
      'missing',
      { exit: 6, stop: 'outage', calls: 5, fates: ['5 unknown unreadable_answer', '3 not_sent stopped_outage'] },
    ],
  ],
  { batchSize: 1, maxRetries: 0 },
);
