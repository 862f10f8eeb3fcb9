import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { INVALID, PROVIDERS, SHORT, writeContacts } from '../parts/contacts.js';
import { work } from '../parts/folder.js';
import { grouped } from '../parts/lines.js';
import { pair } from '../parts/pairs.js';
import { importAll } from '../parts/program.js';
import { standIn } from '../parts/stand-in.js';
import { median } from '../parts/statistics.js';

const MIB = 2 ** 20;
const SERIES = [
  {
    name: 'Octopush, one in ten a duplicate',
    provider: PROVIDERS.octopush,
    kind: SHORT,
    fates: withDuplicates,
    to: 1e7,
  },
  { name: 'all invalid', provider: PROVIDERS.octopush, kind: INVALID, fates: (rows) => ({ invalid: rows }), to: 1e7 },
  {
    name: 'ProTexting, one in ten a duplicate',
    provider: PROVIDERS.protexting,
    kind: SHORT,
    fates: withDuplicates,
    to: 1e6,
  },
];

/** Whole imports, each ten times as large as the one before: time, memory and the room on the disk. */
export const growth = {
  name: 'growth',
  rounds: 2,
  minutes: 90,
  async measure({ rounds, scaled }) {
    const server = await standIn();
    const series = [];
    for (const { name, provider, kind, fates, to } of SERIES) {
      const sizes = [1e4, 1e5, 1e6, 1e7].filter((rows) => rows <= to).map((rows) => Math.ceil(scaled(rows) / 10) * 10);
      const inputs = new Map();
      for (const rows of sizes) {
        inputs.set(rows, await writeContacts(join(work(), `${rows}.csv`), rows, kind, provider));
      }
      const sides = sizes.map((rows) => [
        rows,
        () => importAll(provider, server, inputs.get(rows), work(), fates(rows), { keep: ledgerMbOf }),
      ]);
      const results = await pair(rounds, Object.fromEntries(sides));
      for (const input of inputs.values()) rmSync(input);
      series.push({ name, points: sizes.map((rows) => pointOf(rows, results[rows])) });
    }
    return { lines: [...memoryLines(series[0]), ...invalidLines(series[1])], growth: series };
  },
};

function withDuplicates(rows) {
  return { ok: rows - rows / 10, duplicate: rows / 10 };
}

function ledgerMbOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files
    .filter(({ name }) => !/^(report|rejects)\.csv$/.test(name))
    .map(({ parentPath, path, name }) => statSync(join(parentPath ?? path, name)).size);
  return bytes.reduce((sum, size) => sum + size, 0) / MIB;
}

function pointOf(rows, runs) {
  const of = (key) => runs.map((result) => result[key]);
  return { rows, seconds: of('seconds'), peakMb: of('peakMb'), ledgerMb: median(of('kept')) };
}

function memoryLines({ points }) {
  const [small, large] = points.slice(-2);
  const numbers = 0.9 * (large.rows - small.rows);
  const line = {
    what: `memory, ${grouped(large.rows)} rows, one in ten a duplicate`,
    against: `the same at ${grouped(small.rows)}`,
    unit: 'MB',
    ours: large.peakMb,
    theirs: small.peakMb,
  };
  return [
    {
      ...line,
      what: `${line.what}: more for each distinct number`,
      unit: 'bytes',
      ours: large.peakMb.map((peak, round) => ((peak - small.peakMb[round]) * MIB) / numbers),
      theirs: undefined,
      aim: { of: 'ours', most: 24 },
    },
    { ...line, aim: { of: 'ours', most: 400 } },
  ];
}

function invalidLines({ points }) {
  const [small, large] = points.slice(-2);
  const line = {
    what: `memory, ${grouped(large.rows)} rows, all invalid`,
    against: `the same at ${grouped(small.rows)}`,
    unit: 'MB',
    ours: large.peakMb,
    theirs: small.peakMb,
  };
  return [
    { ...line, aim: { of: 'ratio', most: 1.1 } },
    { ...line, aim: { of: 'ours', most: 200 } },
  ];
}
