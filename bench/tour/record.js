import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { writeFiles } from './files.js';
import { startBusyDoor, startSandbox } from './services.js';
import { openTerminal } from './terminal.js';

const PROGRAM = fileURLToPath(new URL('../../bin/contact-push.js', import.meta.url));
const RUN = /\b\d{8}-\d{6}-[0-9a-z]{3}\b/;
const EVERY_BUSY = { each: 4, seconds: 15 };

/**
 * Takes the tour in a terminal of one size, and writes what was seen to a file in `folder`.
 * @param {{ columns: number, colour: boolean }} look
 * @param {readonly import('./steps.js').Step[]} steps
 * @param {string} folder
 * @returns {Promise<{ path: string, faults: readonly string[] }>} the file, and the steps that did not end as they should
 */
export async function record({ columns, colour }, steps, folder) {
  const path = join(folder, `${columns}-${colour ? 'colour' : 'plain'}.txt`);
  const home = mkdtempSync(join(tmpdir(), 'contact-push-tour-home-'));
  const pages = [];
  const faults = [];
  const open = [() => rmSync(home, { recursive: true, force: true })];
  const leave = () => {
    for (const close of open.splice(0).reverse()) close();
  };
  // Whoever is tired of it leaves no terminal behind.
  process.once('exit', leave);
  try {
    const sandbox = await startSandbox();
    open.push(sandbox.stop);
    const [, url] = /_BASE_URL=(.*)/.exec(sandbox.settings);
    const busy = await startBusyDoor(url, EVERY_BUSY);
    open.push(busy.stop);
    writeFiles(home, sandbox.settings, busy.url);
    const terminal = await openTerminal(home, { columns, env: environment(home, colour) });
    open.push(terminal.close);
    const seen = { runs: {}, next: '' };
    for (const step of steps) {
      try {
        const page = await take(step, terminal, seen);
        if (!step.quietly) pages.push(`${heading(step.title, columns)}\n${page.text}\n(exit status ${page.exit})\n`);
        if (page.exit !== (step.exit ?? 0))
          faults.push(`${step.title}: ended with ${page.exit}, not ${step.exit ?? 0}`);
      } catch (error) {
        faults.push(`${step.title}: ${error.message}`);
        pages.push(`${heading(step.title, columns)}\nNOT RECORDED: ${error.message}\n`);
        break;
      }
    }
  } finally {
    process.off('exit', leave);
    leave();
    writeFileSync(path, pages.join('\n'));
  }
  return { path, faults };
}

/** What a shell needs, and nothing that would lead the program elsewhere. */
function environment(home, colour) {
  const bin = join(home, 'bin');
  mkdirSync(bin);
  symlinkSync(PROGRAM, join(bin, 'contact-push'));
  return {
    PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
    CONTACT_PUSH_STATE_DIR: join(home, 'state'),
    ...(colour ? {} : { NO_COLOR: '1' }),
  };
}

/** Types what a step says, looks at the moments that it names, and waits for its end. */
async function take({ type, during = [], named }, terminal, seen) {
  const typed = await terminal.start(typeof type === 'string' ? type : type(seen));
  const moments = [];
  for (const { when, after = 0, press = [] } of during) {
    if (when !== undefined) await typed.shows(when);
    await sleep(after);
    moments.push(await typed.screen());
    if (press.length > 0) await terminal.press(...press);
  }
  const exit = await typed.ends();
  const screen = await typed.screen();
  const whole = stripVTControlCharacters(await typed.whole());
  if (named !== undefined) [seen.runs[named]] = RUN.exec(whole.replace(/^.*\n/, '')) ?? [];
  seen.next =
    whole
      .split('\n')
      .findLast((line) => /^\s*(next: +)?contact-push /.test(line))
      ?.replace(/^.*?(?=contact-push )/, '') ?? '';
  const text = [...moments, withoutPrompt(screen)].join('\n-- a moment later --\n');
  return { exit, text };
}

/** Without the prompt that stands behind it all. */
function withoutPrompt(screen) {
  return screen.replace(/\n\$$/, '');
}

function heading(title, columns) {
  return `${'='.repeat(columns)}\n${title}\n${'-'.repeat(columns)}`;
}
