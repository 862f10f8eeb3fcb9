// Makes the pictures of the HTML report anew: three runs against a stand-in that fails, and what Chromium shows of their
// pages, wide and narrow, light and dark. Usage: node bench/pictures.js [folder]; then `docs/pictures` holds some of them.
// With a folder, the pages and all pictures stay there. Needs a Chromium: CHROMIUM=/usr/bin/chromium unless it is set.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { americanPeople, frenchPeople } from './pictures/people.js';
import { smaller } from './pictures/png.js';

const PROGRAM = fileURLToPath(new URL('../bin/contact-push.js', import.meta.url));
const SHOWN = fileURLToPath(new URL('../docs/pictures/', import.meta.url));

const OCTOPUSH = ['--provider', 'octopush', '--sandbox', '--country', 'FR', '--set', 'list_name=spring'];
const PROTEXTING = ['--provider', 'protexting', '--sandbox', '--country', 'US', '--set', 'GroupIds=12'];

/** Each is one run: `interruptMs` after its begin it gets a SIGINT, and `later` goes on with it. */
const RUNS = [
  {
    name: 'good',
    file: 'spring-list.csv',
    rows: () => frenchPeople(4000, 0),
    flags: [...OCTOPUSH, '--rate', '12/s', '--batch-size', '20', '--chaos', 'slow=9%,429=0.6%'],
  },
  {
    name: 'bad',
    file: 'subscribers.csv',
    rows: () => americanPeople(900),
    flags: [
      ...PROTEXTING,
      ...['--rate', '24/s', '--concurrency', '3', '--timeout', '1500ms'],
      ...['--chaos', 'slow=14%,429-date=1.5%,500=0.8%,timeout=0.6%,html=0.5%', '--seed', '4'],
    ],
  },
  {
    name: 'interrupted',
    file: 'clients.csv',
    rows: () => frenchPeople(3000, 0.012),
    flags: [...OCTOPUSH, '--rate', '10/s', '--batch-size', '10', '--chaos', 'slow=10%,429=1%,500=1%', '--seed', '2'],
    interruptMs: 12_000,
    later: [['resume', '--rate', '15/s', '--batch-size', '10']],
    laterFaults: 'slow=12%,429=0.4%',
  },
];

/** What stands in the README. */
const KEPT = ['good-1280-light', 'bad-1280-dark', 'interrupted-1280-light', 'good-390-dark', 'bad-390-light'];

const kept = process.argv[2];
const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'contact-push-pictures-')) : resolve(kept);
mkdirSync(folder, { recursive: true });
mkdirSync(SHOWN, { recursive: true });
const env = { ...process.env, CONTACT_PUSH_STATE_DIR: join(folder, 'state'), NO_COLOR: '1' };

/** Runs the program to its end; gives what it said. */
function run(argv, { interruptMs, faults } = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [PROGRAM, ...argv], {
      cwd: folder,
      env: faults === undefined ? env : { ...env, CONTACT_PUSH_CHAOS: faults },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    const timer = interruptMs === undefined ? undefined : setTimeout(() => child.kill('SIGINT'), interruptMs);
    child.on('close', (exit) => {
      clearTimeout(timer);
      done({ exit, said });
    });
  });
}

async function make({ name, file, rows, flags, interruptMs, later = [], laterFaults }) {
  writeFileSync(join(folder, file), rows());
  const report = join(folder, `${name}.html`);
  const began = await run(['import', file, '--yes', ...flags, '--report', report, '--json'], { interruptMs });
  const { run: id } = JSON.parse(began.said);
  for (const [command, ...more] of later) await run([command, id, ...more, '--json'], { faults: laterFaults });
  return report;
}

const pages = await Promise.all(RUNS.map(async (each) => ({ name: each.name, path: await make(each) })));
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  for (const { name, path } of pages) {
    for (const [width, height] of [
      [1280, 1500],
      [390, 1500],
    ]) {
      for (const colorScheme of ['light', 'dark']) {
        const page = await browser.newPage({ viewport: { width, height }, colorScheme });
        await page.goto(pathToFileURL(path).href);
        const picture = `${name}-${width}-${colorScheme}`;
        if (kept !== undefined) await page.screenshot({ path: join(folder, `${picture}-full.png`), fullPage: true });
        if (KEPT.includes(picture)) writeFileSync(join(SHOWN, `${picture}.png`), smaller(await page.screenshot()));
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
