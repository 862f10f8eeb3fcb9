// Files that are made to do harm: each must end within 30 s, with one line of error, exit status 2 or 3, and under 250 MB.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const PROGRAM = fileURLToPath(new URL('../bin/contact-push.js', import.meta.url));
const PEAK = pathToFileURL(fileURLToPath(new URL('./peak.js', import.meta.url))).href;
const MAX_SECONDS = 30;
const MAX_MB = 250;
const MIB = 2 ** 20;
const HEADER = 'phone,first_name\n';

/** Writes `start`, then `block` so many times. */
async function repeated(path, start, block, times) {
  const file = createWriteStream(path);
  file.write(start);
  for (let i = 0; i < times; i += 1) {
    if (!file.write(block)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

const gzipped = (text) => gzipSync(Buffer.alloc(64 * MIB, text), { level: 9 });

const FILES = [
  {
    name: 'no-line-end.csv',
    what: '1 GiB of letters without a line end',
    make: (p) => repeated(p, '', 'x'.repeat(MIB), 1024),
  },
  {
    name: 'nuls.csv',
    what: '1 GiB of NULs',
    make: async (path) => {
      writeFileSync(path, '');
      truncateSync(path, 1024 * MIB); // sparse
    },
  },
  {
    name: 'open-quote.csv',
    what: '1 GiB behind a quote that never closes',
    make: (path) => repeated(path, `${HEADER}+33639980001,"`, 'x,y\n'.repeat(MIB / 4), 1024),
  },
  {
    name: 'wide.csv',
    what: '1 000 000 columns',
    make: async (path) => writeFileSync(path, `${Array.from({ length: 1e6 }, (_, i) => `c${i}`).join(',')}\n`),
  },
  {
    name: 'wide-row.csv',
    what: '1 000 000 cells in a row',
    make: async (path) => writeFileSync(path, `${HEADER}${','.repeat(1e6)}\n`),
  },
  {
    name: 'line-bomb.csv.gz',
    what: '10 GiB in one line, as gzip',
    make: (path) => repeated(path, gzipSync(HEADER), gzipped('x'), 160),
  },
  {
    name: 'blank-bomb.csv.gz',
    what: '10 GiB of blank lines, as gzip',
    make: (path) => repeated(path, gzipSync(HEADER), gzipped('\n'), 160),
  },
  { name: 'blank-bomb-stdin', what: 'the same on standard input', stdin: 'blank-bomb.csv.gz' },
];

const folder = mkdtempSync(join(tmpdir(), 'contact-push-hostile-'));

async function measure({ name, stdin }) {
  const peakFile = join(folder, 'peak');
  const input = stdin === undefined ? name : '-';
  const argv = ['import', input, '--provider', 'octopush', '--dry-run', '--state-dir', 'state'];
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', PEAK, PROGRAM, ...argv], {
    cwd: folder,
    env: { ...process.env, BENCH_PEAK: peakFile },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  const hear = (chunk) => {
    text += chunk;
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.stdin.on('error', () => {}); // it need not read all
  child.stdin.end(stdin === undefined ? '' : readFileSync(join(folder, stdin)));
  const timer = setTimeout(() => child.kill('SIGKILL'), 2 * MAX_SECONDS * 1000);
  const [exit] = await once(child, 'close');
  clearTimeout(timer);
  const seconds = (performance.now() - started) / 1000;
  const errors = text.split('\n').filter((line) => /^(?:error|stopped): /.test(line));
  const peakMb = exit === null ? Number.NaN : Number(readFileSync(peakFile, 'utf8')) / MIB;
  const well = (exit === 2 || exit === 3) && errors.length === 1 && seconds < MAX_SECONDS && peakMb < MAX_MB;
  return { exit, seconds, peakMb, errors, well };
}

const wanted = process.argv.slice(2);
const cells = (what, ...values) => what.padEnd(42) + values.map((value) => String(value).padStart(10)).join('');

try {
  console.log(`Node ${process.version}; each within ${MAX_SECONDS} s and ${MAX_MB} MB, with one line of error\n`);
  console.log(cells('file', 'exit', 'seconds', 'peak MB', ''));
  for (const file of FILES.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))) {
    const made = FILES.find(({ name }) => name === (file.stdin ?? file.name));
    await made.make(join(folder, made.name));
    const { exit, seconds, peakMb, errors, well } = await measure(file);
    console.log(cells(file.what, exit, seconds.toFixed(1), peakMb.toFixed(0), well ? 'well' : 'NOT WELL'));
    console.log(`  ${errors.map((line) => line.slice(0, 200)).join('\n  ')}`);
    if (!well) process.exitCode = 1;
    rmSync(join(folder, made.name));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
