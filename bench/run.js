// Rows a second and peak memory of whole imports, the pace off, with the sandbox in another process on 127.0.0.1.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../bin/contact-push.js', import.meta.url));
const PEAK = pathToFileURL(fileURLToPath(new URL('./peak.js', import.meta.url))).href;
const SIZES = [20_000, 500_000];
const PROVIDERS = [
  { name: 'octopush', number: (i) => `+3363${String(i).padStart(7, '0')}`, flags: ['--concurrency', '4'] },
  {
    name: 'protexting',
    number: (i) => `+1646${String(2_000_000 + i)}`,
    flags: ['--concurrency', '32', '--set', 'GroupIds=1'],
  },
  { name: 'amoot', number: (i) => `0913${String(i).padStart(7, '0')}`, flags: ['--concurrency', '32'] },
];

const folder = mkdtempSync(join(tmpdir(), 'contact-push-bench-'));
const wanted = process.argv.slice(2);

async function writeContacts(path, rows, number) {
  const file = createWriteStream(path);
  file.write('phone,first_name,last_name,param1,city,notes\n');
  for (let i = 0; i < rows; i += 1) {
    // One row in ten was there before, one in a hundred has no number.
    const phone = i % 100 === 99 ? 'none' : number(i % 10 === 9 ? i - 9 : i);
    if (!file.write(`${phone},First ${i},Last ${i},A${i % 7},Lyon,"a note, with a comma"\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

async function startSandbox() {
  const child = spawn(process.execPath, [PROGRAM, 'sandbox'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.includes('AMOOT_TOKEN=')) break;
  }
  const settings = Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s)),
  );
  return { settings, stop: () => child.kill('SIGTERM') };
}

async function measure({ name, number, flags }, rows) {
  const input = join(folder, `${name}.csv`);
  await writeContacts(input, rows, number);
  const sandbox = await startSandbox();
  const peakFile = join(folder, 'peak');
  const env = { ...process.env, ...sandbox.settings, BENCH_PEAK: peakFile };
  const argv = ['import', input, '--provider', name, '--rate', 'off', '--json', ...flags];
  const files = [
    '--report',
    join(folder, 'report.csv'),
    '--rejects',
    join(folder, 'rejects.csv'),
    '--state-dir',
    join(folder, 'state'),
  ];
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', PEAK, PROGRAM, ...argv, ...files], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  const seconds = (performance.now() - started) / 1000;
  sandbox.stop();
  rmSync(join(folder, 'state'), { recursive: true, force: true });
  const summary = JSON.parse(text);
  if (summary.counts.ok + summary.counts.duplicate + summary.counts.invalid !== rows) {
    throw new Error(`not every row has the fate it should have: ${text}`);
  }
  return {
    name,
    rows,
    seconds,
    perSecond: rows / seconds,
    calls: summary.calls,
    peakMb: Number(readFileSync(peakFile, 'utf8')) / 2 ** 20,
  };
}

const cells = (...values) =>
  values.map((value, i) => (i === 0 ? String(value).padEnd(12) : String(value).padStart(12))).join('');

try {
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model}; ledger and report included, pace off\n`);
  console.log(cells('provider', 'rows', 'calls', 'seconds', 'rows/s', 'peak MB'));
  for (const provider of PROVIDERS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const peaks = [];
    for (const rows of SIZES) {
      const { calls, seconds, perSecond, peakMb } = await measure(provider, rows);
      peaks.push(peakMb);
      console.log(cells(provider.name, rows, calls, seconds.toFixed(1), Math.round(perSecond), peakMb.toFixed(0)));
    }
    console.log(
      `${''.padEnd(12)}memory of the large file: ${(peaks[1] / peaks[0]).toFixed(2)} × that of the small one\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
