// Runs the main job against the sandbox for all three providers, in a folder of its own that is gone afterwards.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../bin/contact-push.js', import.meta.url));
const CONTACTS = fileURLToPath(new URL('../fixtures/contacts/', import.meta.url));

// The files hold good, broken and repeated rows, and numbers that the sandbox does not answer as it should: 6 says so.
const RUNS = [
  {
    file: 'clients-fr.csv',
    flags: ['--provider', 'octopush', '--country', 'FR', '--set', 'list_name=clients'],
    exit: 6,
  },
  {
    file: 'subscribers-us.ndjson',
    flags: ['--provider', 'protexting', '--country', 'US', '--set', 'GroupIds=12'],
    exit: 6,
  },
  { file: 'customers-ir.csv', flags: ['--provider', 'amoot'], exit: 6 },
];

const folder = mkdtempSync(join(tmpdir(), 'contact-push-demo-'));
let failed = 0;
try {
  for (const { file, flags, exit } of RUNS) {
    const report = join(folder, `${file}.report.csv`);
    const files = [
      '--report',
      report,
      '--rejects',
      join(folder, `${file}.rejects.csv`),
      '--state-dir',
      join(folder, 'state'),
    ];
    console.log(`\n$ contact-push import fixtures/contacts/${file} ${flags.join(' ')} --sandbox\n`);
    const ran = spawnSync(
      process.execPath,
      [PROGRAM, 'import', join(CONTACTS, file), ...flags, '--sandbox', ...files],
      {
        stdio: 'inherit',
        cwd: folder,
      },
    );
    console.log(`\nexit status ${ran.status}; the report:\n${readFileSync(report, 'utf8')}`);
    if (ran.status !== exit) {
      failed += 1;
      console.error(`expected exit status ${exit}, found ${ran.status}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
