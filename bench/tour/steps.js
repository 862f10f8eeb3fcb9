import { LONG_NAME, WIDE_NAME } from './files.js';

/**
 * Something that a person types.
 * @typedef {object} Step
 * @property {string} title
 * @property {string | ((seen: Seen) => string)} type
 * @property {number} [exit] the status that it should end with; 0 unless given
 * @property {readonly Moment[]} [during] when the screen is looked at before the end, and what is pressed then
 * @property {string} [named] the name that other steps know its run by
 * @property {true} [quietly] it prepares others, and is not recorded
 *
 * @typedef {{ when?: RegExp, after?: number, press?: readonly string[] }} Moment
 *   comes when the screen shows this, and so many milliseconds later
 *
 * @typedef {{ runs: Readonly<Record<string, string>>, next: string }} Seen
 *   ids of runs by their names, and the last command line that the step before printed
 */

const COMMANDS = [
  'import',
  'resume',
  'retry',
  'reconcile',
  'runs',
  'report',
  'explain',
  'providers',
  'doctor',
  'template',
  'sandbox',
  'completion',
];
const OCTOPUSH = '--provider octopush';
const PROTEXTING = '--provider protexting --set GroupIds=12';

/** @type {readonly Step[]} */
const HELP = [
  { title: 'no command', type: 'contact-push' },
  { title: 'help', type: 'contact-push --help' },
  ...COMMANDS.map((name) => ({ title: `help of ${name}`, type: `contact-push ${name} --help` })),
  { title: 'all help of import', type: 'contact-push import --help-all' },
  { title: 'all help of sandbox', type: 'contact-push sandbox --help-all' },
  { title: 'version', type: 'contact-push --version' },
];

/** @type {readonly Step[]} */
const MISTYPED = [
  { title: 'a command with a typo', type: 'contact-push improt good.csv', exit: 2 },
  { title: 'a flag with a typo', type: `contact-push import good.csv ${OCTOPUSH} --dry-rum`, exit: 2 },
  { title: 'a provider with a typo', type: 'contact-push import good.csv --provider octopsuh', exit: 2 },
  { title: 'no provider', type: 'contact-push import good.csv', exit: 2 },
  { title: 'no file named', type: `contact-push import ${OCTOPUSH}`, exit: 2 },
  { title: 'a file that is not there', type: `contact-push import god.csv ${OCTOPUSH}`, exit: 2 },
  { title: 'an empty file', type: `contact-push import empty.csv ${OCTOPUSH}`, exit: 2 },
  { title: 'no phone column', type: `contact-push import no-phone.csv ${OCTOPUSH}`, exit: 2 },
  { title: 'two phone columns', type: `contact-push import two-phones.csv ${OCTOPUSH}`, exit: 2 },
  { title: 'a quote that is not closed', type: `contact-push import open-quote.csv ${OCTOPUSH}`, exit: 2 },
  { title: 'a value that cannot be', type: `contact-push import good.csv ${OCTOPUSH} --rate fast`, exit: 2 },
  { title: 'a field that is none', type: `contact-push import good.csv ${OCTOPUSH} --set colour=red`, exit: 2 },
  { title: 'no group for ProTexting', type: 'contact-push import us.csv --provider protexting', exit: 2 },
  { title: 'a run that is not there', type: 'contact-push report 20260131-094500-k3f', exit: 2 },
];

/** @type {readonly Step[]} */
const BEFORE = [
  { title: 'runs, before there are any', type: 'contact-push runs' },
  { title: 'resume, before there is a run', type: 'contact-push resume', exit: 2 },
  ...['octopush', 'protexting', 'amoot'].map((name) => ({
    title: `template for ${name}`,
    type: `contact-push template --provider ${name}`,
  })),
  { title: 'template as JSON', type: `contact-push template ${OCTOPUSH} --format json` },
  { title: 'providers', type: 'contact-push providers' },
  ...['octopush', 'protexting', 'amoot'].map((name) => ({
    title: `providers ${name}`,
    type: `contact-push providers ${name}`,
  })),
  ...['octopush', 'protexting', 'amoot'].map((name) => ({
    title: `doctor for ${name}`,
    type: `contact-push doctor --provider ${name}`,
  })),
  { title: 'doctor in a sandbox', type: `contact-push doctor ${OCTOPUSH} --sandbox` },
  { title: 'doctor without settings', type: `(cd elsewhere; contact-push doctor ${OCTOPUSH})`, exit: 2 },
  { title: 'doctor with a wrong key', type: `contact-push doctor ${OCTOPUSH} --env-file wrong.env`, exit: 4 },
  { title: 'doctor with nobody there', type: `contact-push doctor ${OCTOPUSH} --env-file nobody.env`, exit: 5 },
  { title: 'dry run', type: `contact-push import good.csv ${OCTOPUSH} -n` },
  { title: 'dry run of a mixed file', type: `contact-push import mixed.csv ${OCTOPUSH} --country FR -n`, exit: 3 },
  { title: 'dry run for ProTexting', type: `contact-push import us.csv ${PROTEXTING} -n` },
  { title: 'show settings', type: `contact-push import good.csv ${OCTOPUSH} --rate 1/s --show-settings` },
  {
    title: 'show settings of a profile',
    type: '(cd profiles; contact-push import ../good.csv --profile night --show-settings)',
  },
  {
    title: 'a profile that is not there',
    type: '(cd profiles; contact-push import ../good.csv --profile nihgt)',
    exit: 2,
  },
  { title: 'an unknown key in the project file', type: '(cd broken; contact-push import ../good.csv)', exit: 2 },
  { title: 'a project file that is no JSON', type: '(cd unreadable; contact-push import ../good.csv)', exit: 2 },
  { title: 'completion', type: 'contact-push completion bash | head -n 12' },
];

/** @type {readonly Step[]} */
const IMPORTS = [
  { title: 'import without settings', type: `(cd elsewhere; contact-push import contacts.csv ${OCTOPUSH})`, exit: 2 },
  { title: 'import with a wrong key', type: `contact-push import good.csv ${OCTOPUSH} --env-file wrong.env`, exit: 4 },
  {
    title: 'import with nobody there',
    type: `contact-push import elsewhere/contacts.csv ${OCTOPUSH} --env-file nobody.env --max-retries 1`,
    exit: 3,
    during: [{ when: /ok 0/, after: 500 }],
  },
  {
    title: 'import of a good file',
    type: `contact-push import good.csv ${OCTOPUSH} --set list_name=spring`,
    named: 'good',
  },
  {
    title: 'import of a mixed file',
    type: `contact-push import mixed.csv ${OCTOPUSH} --country FR --batch-size 1 --max-retries 1 --rate off`,
    exit: 6,
    named: 'mixed',
    during: [{ when: /ok [1-9]/ }],
  },
  { title: 'the next line of the mixed file: reconcile', type: ({ next }) => next, exit: 6 },
  { title: 'retry', type: ({ runs }) => `contact-push retry ${runs.mixed} --max-retries 0`, exit: 6 },
  { title: 'report', type: ({ runs }) => `contact-push report ${runs.mixed} | head -n 6` },
  { title: 'report into a file', type: ({ runs }) => `contact-push report ${runs.mixed} --out again.json` },
  { title: 'explain a row that is ok', type: ({ runs }) => `contact-push explain ${runs.mixed} 1` },
  { title: 'explain a duplicate', type: ({ runs }) => `contact-push explain ${runs.mixed} 13` },
  { title: 'explain an invalid row', type: ({ runs }) => `contact-push explain ${runs.mixed} 16` },
  { title: 'explain a row that the answer left out', type: ({ runs }) => `contact-push explain ${runs.mixed} 18` },
  { title: 'explain a rejected row', type: ({ runs }) => `contact-push explain ${runs.mixed} 19` },
  { title: 'explain an unknown row', type: ({ runs }) => `contact-push explain ${runs.mixed} 20` },
  { title: 'explain a row that is not there', type: ({ runs }) => `contact-push explain ${runs.mixed} 99`, exit: 2 },
  { title: 'import with --quiet, all well', type: `contact-push import good.csv ${OCTOPUSH} --quiet` },
  {
    title: 'import with --quiet, not all well',
    type: `contact-push import mixed.csv ${OCTOPUSH} --sandbox -q --max-retries 0`,
    exit: 6,
  },
  { title: 'import with --json', type: `contact-push import good.csv ${OCTOPUSH} --json` },
  {
    title: 'import with --verbose',
    type: `contact-push import good.csv ${OCTOPUSH} --batch-size 8 --verbose`,
    during: [{ when: /ok 16/ }],
  },
  {
    title: 'import with --log-format json',
    type: `contact-push import good.csv ${OCTOPUSH} --batch-size 20 --verbose --log-format json`,
  },
  { title: 'import of standard input', type: `cat good.csv | contact-push import - ${OCTOPUSH}` },
  {
    title: 'import of a file with a wide name',
    type: `contact-push import ${WIDE_NAME} ${OCTOPUSH}`,
    exit: 3,
    named: 'wide',
  },
  { title: 'import of a file with a long name', type: `contact-push import ${LONG_NAME} ${OCTOPUSH}` },
  { title: 'explain a row of the wide file', type: ({ runs }) => `contact-push explain ${runs.wide} 2` },
  {
    title: 'import under faults',
    type: `contact-push import many.csv ${OCTOPUSH} --sandbox --rate 20/s --batch-size 4 --timeout 1s --chaos 'timeout=5%,429=5%,reset=5%,html=3%' --seed 7`,
    exit: 6,
    during: [{ when: /ok [1-9]/, after: 500 }, { after: 2500 }, { after: 3000 }],
  },
  {
    title: 'import that is asked to wait',
    type: `contact-push import good.csv ${OCTOPUSH} --batch-size 5 --env-file busy.env`,
    during: [{ when: /wait/, after: 600 }, { after: 4000 }, { after: 5000 }, { when: /ok (2|3|4)/, after: 300 }],
  },
  {
    title: 'import that is asked to wait for too long',
    type: `contact-push import good.csv ${OCTOPUSH} --batch-size 5 --env-file busy.env --max-wait 5s`,
    exit: 5,
  },
];

/** @type {readonly Step[]} */
const TEXTING = [
  {
    title: 'import to ProTexting: no',
    type: `contact-push import us.csv ${PROTEXTING}`,
    exit: 2,
    during: [{ when: /\[y\/N\]/, press: ['n', 'Enter'] }],
  },
  {
    title: 'import to ProTexting: yes',
    type: `contact-push import us.csv ${PROTEXTING}`,
    during: [{ when: /\[y\/N\]/, press: ['y', 'Enter'] }],
  },
  { title: 'the same file again', type: `contact-push import us.csv ${PROTEXTING}` },
  {
    title: 'Ctrl-C midway',
    type: `contact-push import us-many.csv ${PROTEXTING} --yes --rate 3/s`,
    exit: 130,
    named: 'broken off',
    during: [{ when: /ok [3-9]/, press: ['C-c'] }, { when: /stopping/ }],
  },
  {
    title: 'the same file again, which is unfinished',
    type: `contact-push import us-many.csv ${PROTEXTING} --yes`,
    exit: 2,
  },
  {
    title: 'resume',
    type: ({ runs }) => `contact-push resume ${runs['broken off']} --rate 10/s`,
    during: [{ when: /\[y\/N\]/, press: ['y', 'Enter'] }, { when: /ok 1/ }],
  },
  {
    title: 'another process holds the account',
    type: `(contact-push import more-us.csv ${PROTEXTING} --yes --rate 2/s >log 2>&1 &); sleep 2`,
    quietly: true,
  },
  { title: 'the account is held', type: `contact-push import us.csv ${PROTEXTING} --again --yes`, exit: 7 },
  { title: 'runs, one going on', type: 'contact-push runs --limit 2' },
  {
    title: 'waiting for the account',
    type: `contact-push import us.csv ${PROTEXTING} --yes --wait 10m`,
    during: [{ after: 1500 }],
  },
  { title: 'runs', type: 'contact-push runs' },
  { title: 'runs as JSON', type: 'contact-push runs --limit 1 --json' },
  { title: 'forgetting old runs', type: 'contact-push runs --prune 90d --limit 1' },
  {
    title: 'sandbox',
    type: 'contact-push sandbox',
    during: [{ when: /AMOOT_TOKEN/, press: ['C-c'] }],
  },
];

/** The tour, in the order that it is taken. */
export const STEPS = [...HELP, ...MISTYPED, ...BEFORE, ...IMPORTS, ...TEXTING];
