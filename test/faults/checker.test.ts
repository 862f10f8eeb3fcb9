import { expect, it } from 'vitest';
import { check } from '../../bench/torture/check.js';
import { rowsOf } from '../../bench/torture/contacts.js';
import type { Evidence, Session } from '../../bench/torture/play.js';
import type { Script } from '../../bench/torture/script.js';

const rows = rowsOf('amoot', ['good', 'good', 'duplicate', 'invalid', 'good']);
const STATUSES = ['ok', 'ok', 'duplicate', 'invalid', 'not_sent'];

const script: Script = {
  seed: 1,
  provider: 'amoot',
  rows,
  chaos: '',
  latencyMs: 0,
  generation: 'A',
  concurrency: 2,
  rate: 2,
  batchSize: 1,
  timeoutMs: 1000,
  maxRetries: 0,
  maxWaitMs: 1000,
  blows: [],
};

const lines = rows.map(({ row, phone }, index) => ({
  row: String(row),
  line: String(row + 1),
  status: STATUSES[index] ?? '',
  result: '',
  phone,
  code: STATUSES[index] === 'ok' ? '' : 'a_code',
  message: '',
  attempts: '0',
}));

const session: Session = {
  argv: ['import'],
  startedAt: 0,
  endedAt: 2000,
  exit: 5,
  signal: null,
  struck: null,
  tired: false,
  overdue: false,
  stdout: '',
  stderr: '',
  document: {
    run: 'r',
    exit: 5,
    stop: 'outage',
    rows: 5,
    counts: { ok: 2, duplicate: 1, invalid: 1, rejected: 0, failed: 0, unknown: 0, not_sent: 1 },
    calls: 2,
    retries: 0,
  },
  lines,
  held: new Map(),
  callsBefore: 0,
  callsAfter: 2,
  lagMs: 0,
};

const well: Evidence = {
  script,
  sessions: [session],
  held: new Map([
    ['989120001000', 1],
    ['989120001001', 1],
  ]),
  arrivals: [100, 600],
  faults: {},
  secrets: ['token-1'],
  files: [{ name: 'ledger.db', text: 'rows' }],
};

function forged(changes: Partial<Session>): Evidence {
  return { ...well, sessions: [{ ...session, ...changes }] };
}

function line(index: number, changes: Partial<(typeof lines)[number]>): Evidence {
  return forged({ lines: lines.map((each, at) => (at === index ? { ...each, ...changes } : each)) });
}

it('finds nothing where all is well', () => {
  expect(check(well)).toEqual([]);
});

it.each<[string, Evidence, RegExp]>([
  [
    'an ok that the service does not hold',
    { ...well, held: new Map([['989120001000', 1]]) },
    /row 2 is ok, but is not held/,
  ],
  ['a row without a line', forged({ lines: lines.slice(0, 4) }), /4 lines for 5 rows/],
  ['rows out of order', line(1, { row: '3' }), /line 2 of the report is of row 3/],
  ['a row with the number of another', line(0, { phone: '09120001009' }), /row 1 is not of its own number/],
  ['a fate that the row cannot have', line(3, { status: 'ok' }), /row 4 is invalid, and ok/],
  ['a status that is none', line(0, { status: 'delivered' }), /row 1 is good, and delivered/],
  ['a fate without a reason', line(4, { code: '' }), /row 5 is not_sent without a code/],
  [
    'a number that came twice',
    { ...well, held: new Map([...well.held, ['989120001001', 2]]) },
    /number of row 2 came 2 times/,
  ],
  [
    'an unsent row that the service holds',
    { ...well, held: new Map([...well.held, ['989120001004', 1]]) },
    /row 5 is not_sent .* but is held/,
  ],
  ['counts that are not those of the report', forged({ document: { ...session.document, rows: 6 } }), /names 6 for 5/],
  [
    'an exit status of another end',
    forged({ exit: 0, document: { ...session.document, exit: 0 } }),
    /exits 0 where .* mean 5/,
  ],
  [
    'a document with another exit status',
    forged({ document: { ...session.document, exit: 3 } }),
    /exits 5, but its document says 3/,
  ],
  ['a rate too high', { ...well, arrivals: [100, 600, 1080] }, /3 calls within 980 ms, where 2 a second/],
  [
    'too many retries',
    forged({ document: { ...session.document, calls: 60, retries: 30 } }),
    /30 of 60 calls are retries/,
  ],
  [
    'a secret in a file',
    { ...well, files: [{ name: 'ledger.db', text: 'x token-1 y' }] },
    /a secret stands in ledger.db/,
  ],
  ['a secret in what is said', forged({ stderr: 'token-1' }), /a secret stands in standard error/],
  ['a whole number on standard error', forged({ stderr: 'sent to 09120001000' }), /1 whole numbers on standard error/],
  [
    'a fault of the program',
    forged({ stderr: 'error: this is a fault of contact-push itself: x' }),
    /says "error: this is a fault/,
  ],
  ['a session that does not end', forged({ overdue: true }), /does not end within 30 s/],
  ['an end by a signal that nobody sent', forged({ exit: null, signal: 'SIGSEGV' }), /is ended by SIGSEGV/],
  [
    'a signal that is not obeyed in order',
    forged({ exit: null, signal: 'SIGINT', struck: 'SIGINT', document: null }),
    /is ended by SIGINT after 2 calls, and says nothing/,
  ],
  ['more in doubt than a kill can leave', killed(), /3 rows are interrupted after 1 kills with 2 rows at once/],
])('finds %s', (_, evidence, says) => {
  expect(check(evidence)).toContainEqual(expect.stringMatching(says));
});

function killed(): Evidence {
  const doubt = { status: 'unknown', code: 'interrupted' };
  const doubted = lines.map((each, at) => ([0, 1, 4].includes(at) ? { ...each, ...doubt } : each));
  return forged({ struck: 'SIGKILL', exit: null, signal: 'SIGKILL', lines: doubted });
}

it('lets a session begin where the one before it ended', () => {
  const sessions = [
    { ...session, endedAt: 620, held: well.held },
    { ...session, startedAt: 630 },
  ];
  expect(check({ ...well, sessions, arrivals: [100, 600, 640, 1100] })).toEqual([]);
});

it('leaves out by how much the stand-in may have been late', () => {
  expect(check({ ...forged({ lagMs: 20 }), arrivals: [100, 600, 1080] })).toEqual([]);
});
