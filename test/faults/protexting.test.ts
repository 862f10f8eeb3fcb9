import { runCases, SINGLE } from './single.js';

// 60 s where the answer does not say how long.
const TOO_LONG = { exit: 5, stop: 'outage', calls: 1, fates: ['8 not_sent stopped_outage'], held: 0 };
const AT_ONCE = { maxWaitMs: 100 };

const NOT_HELD = [1, 4, 10].map((row) => `session 1 (import): row ${row} is ok, but is not held`);

runCases(
  'protexting',
  [
    ...SINGLE,
    ['429-reset', TOO_LONG, AT_ONCE],
    ['429-unix', TOO_LONG, AT_ONCE],
    ['429-bare', TOO_LONG, AT_ONCE],
    // A 201 says that the person was texted, whatever its body is; this stand-in then breaks its word.
    ['missing', { exit: 3, stop: null, calls: 8, fates: ['8 ok'], held: 5, broken: NOT_HELD }],
  ],
  { batchSize: 1, maxRetries: 0 },
);
