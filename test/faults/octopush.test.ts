import { runCases } from './single.js';

const LATE = { timeoutMs: 400 };
const TOO_LONG = { exit: 5, stop: 'outage', calls: 1, fates: ['8 not_sent stopped_outage'], held: 0 };
const WELL = { exit: 3, stop: null, calls: 4, fates: ['8 ok'], held: 8 };
const FAILED = { exit: 3, stop: null, calls: 2, fates: ['2 failed too_many_requests'], held: 0 };

/** Each call goes again; at the fifth that says nothing no other batch starts, and the one under way is the last. */
function silent(code: string, held?: number) {
  const fates = [`6 unknown ${code}`, '2 not_sent stopped_outage'];
  return { exit: 6, stop: 'outage', calls: 6, fates, ...(held === undefined ? {} : { held }) };
}

// Two contacts a call, which may come twice.
runCases(
  'octopush',
  [
    ['reset', silent('connection_lost', 0)],
    ['reset-after', silent('connection_lost', 6)],
    ['timeout', silent('timeout_after_send'), LATE],
    ['drip', silent('timeout_after_send', 6), LATE],
    ['slow', WELL],
    ['truncate', silent('connection_lost', 6)],
    ['huge', silent('answer_too_large', 6)],
    ['html', silent('unreadable_answer')],
    ['302', silent('redirected', 0)],
    ['429', TOO_LONG, { maxWaitMs: 100 }],
    ['429-date', TOO_LONG, { maxWaitMs: 100 }],
    ['429-reset', TOO_LONG, { maxWaitMs: 100 }],
    ['429-unix', TOO_LONG, { maxWaitMs: 100 }],
    ['429-bare', FAILED, { good: 2 }],
    ['500', silent('server_error')],
    ['502', silent('server_error')],
    ['503', { exit: 6, stop: null, calls: 2, fates: ['2 unknown server_error'] }, { good: 2 }],
    ['504', silent('server_error')],
    // One contact of each call is left out, and not sent again: what the call did is known.
    ['missing', { exit: 6, stop: null, calls: 4 }],
    ['repeated', WELL],
    ['reordered', WELL],
    ['foreign', WELL],
    ['down', { exit: 6, stop: 'outage', calls: 1, fates: ['2 unknown connection_lost', '6 not_sent stopped_outage'] }],
  ],
  { batchSize: 2, maxRetries: 1 },
);
