// Builds the program into `dist`: what it is made of bundled into a few files, the types of the library, and the page's
// script with what that page brings along.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Loaded from where they are installed: one is native, one tells no licence. What else is loaded goes into the bundle. */
const OUTSIDE = ['libsql', '@bomb.sh/tab'];

/** What is started or imported by its name, below `dist`. */
const ENTRIES = ['cli/main', 'index', 'sandbox/index', 'cli/page-parts', 'cli/settings/write-schema'];

/** Which file a module goes to, the first whose condition holds; a module of none goes where rolldown puts it. */
const FILES = [
  { name: 'common', isOf: ({ start, core }, id) => (start.has(id) && core.has(id)) || id.startsWith('\0rolldown/') },
  { name: 'start', isOf: ({ start }, id) => start.has(id) },
  // What a completion needs of the rest, which would keep whoever presses Tab waiting.
  { name: 'facts', isOf: ({ complete, core }, id) => complete.has(id) && core.has(id) },
  { name: 'words', isOf: ({ complete, run }, id) => complete.has(id) && run.has(id) },
  // Not the library itself, whose exports are to be its own alone.
  { name: 'core', isOf: ({ core, library }, id) => core.has(id) && id !== library },
  { name: 'run', isOf: ({ run }, id) => run.has(id) },
];

rmSync('dist', { recursive: true, force: true });
for (const project of [['tsconfig.json', '--emitDeclarationOnly'], ['src/report/html/client/tsconfig.json']]) {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', ...project], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
await bundle();
for (const [from, to] of [
  ['src/report/html/style.css', 'style.css'],
  ['node_modules/uplot/dist/uPlot.min.css', 'uPlot.min.css'],
  ['node_modules/uplot/dist/uPlot.iife.min.js', 'uPlot.iife.min.js'],
  ['node_modules/uplot/LICENSE', 'uPlot.LICENSE'],
]) {
  cpSync(from, `dist/report/html/${to}`);
}

async function bundle() {
  const reached = {};
  const bundling = await rolldown({
    input: Object.fromEntries(ENTRIES.map((name) => [name, `src/${name}.ts`])),
    platform: 'node',
    // What is started has one file less to load where it may export more to the others.
    preserveEntrySignatures: 'allow-extension',
    external: (id) => OUTSIDE.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [
      undiciInPart(),
      metadataAsText(),
      http1Alone(),
      processAsIs(),
      childrenLate(),
      tablesLate(),
      {
        name: 'reached',
        buildEnd() {
          const idOf = (path) => join(process.cwd(), 'src', path);
          const from = (id) => closure(id, (each) => this.getModuleInfo(each));
          reached.library = idOf('index.ts');
          reached.start = from(idOf('cli/main.ts'));
          reached.core = from(reached.library);
          reached.complete = from(idOf('cli/work/complete.ts'));
          reached.run = from(idOf('cli/work/import.ts'));
        },
      },
    ],
    onLog(level, log, handle) {
      // What a command has to itself is loaded late in the sources; in the bundle it may be there already.
      if (log.code === 'INEFFECTIVE_DYNAMIC_IMPORT') return;
      handle(level === 'warn' ? 'error' : level, log);
    },
  });
  const { output } = await bundling.write({
    dir: 'dist',
    format: 'esm',
    comments: false,
    entryFileNames: '[name].js',
    // As deep as `src/cli`: what is read beside the program is found from both.
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      groups: FILES.map(({ name, isOf }, index) => ({
        name,
        test: (id) => isOf(reached, id),
        priority: FILES.length - index,
      })),
    },
  });
  await bundling.close();
  writeFileSync('dist/LICENSES.txt', licences(output.flatMap(({ moduleIds }) => moduleIds ?? [])));
}

/** The modules that are loaded when one is. */
function closure(id, infoOf, met = new Set()) {
  if (met.has(id)) return met;
  met.add(id);
  for (const imported of infoOf(id)?.importedIds ?? []) closure(imported, infoOf, met);
  return met;
}

/** The two dispatchers that are used: the whole of undici takes longer to load than all else. */
function undiciInPart() {
  const home = join(process.cwd(), 'node_modules/undici/lib/dispatcher/');
  const parts = { Pool: 'pool.js', EnvHttpProxyAgent: 'env-http-proxy-agent.js' };
  return {
    name: 'undici in part',
    resolveId: (id) => (id === 'undici' ? '\0undici' : null),
    load: (id) =>
      id === '\0undici'
        ? Object.entries(parts)
            .map(([name, file]) => `export { default as ${name} } from ${JSON.stringify(home + file)};`)
            .join('\n')
        : null,
  };
}

/** No connection is offered HTTP/2, and what speaks it loads Node's, too. */
function http1Alone() {
  return {
    name: 'http 1 alone',
    load: (id) =>
      id.endsWith(join('undici', 'lib', 'dispatcher', 'client-h2.js')) ? 'module.exports = undefined;' : null,
  };
}

/** To import `node:process` reads all that it has, some of which takes long to come by. */
function processAsIs() {
  return {
    name: 'process as it is',
    resolveId: { filter: { id: /^node:process$/ }, handler: () => '\0process' },
    load: (id) => (id === '\0process' ? 'module.exports = globalThis.process;' : null),
  };
}

/** commander would load it for commands that are programs of their own, and there are none. */
function childrenLate() {
  const late = "module.exports = { get spawn() { return require('child_process').spawn; } };";
  return {
    name: 'children late',
    resolveId: (id, importer) =>
      id === 'node:child_process' && importer?.includes(join('node_modules', 'commander')) ? '\0children' : null,
    load: (id) => (id === '\0children' ? late : null),
  };
}

/** What string-width makes when it is loaded: the tables for that are large, and few texts need them. */
function tablesLate() {
  const late = [
    [
      'const segmenter = new Intl.Segmenter();',
      'let made; const segmenter = { segment: (text) => (made ??= new Intl.Segmenter()).segment(text) };',
    ],
    [
      'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
      "let emoji; const rgiEmojiRegex = { test: (text) => (emoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text) };",
    ],
  ];
  return {
    name: 'tables late',
    transform(code, id) {
      if (!id.endsWith(join('node_modules', 'string-width', 'index.js'))) return null;
      if (late.some(([made]) => !code.includes(made))) throw new Error('string-width makes its tables otherwise now');
      return late.reduce((text, [made, later]) => text.replace(made, () => later), code);
    },
  };
}

/** A literal of this size takes several times as long to read as JSON does. */
function metadataAsText() {
  return {
    name: 'metadata as text',
    load(id) {
      if (!id.endsWith(join('libphonenumber-js', 'metadata.max.json.js'))) return null;
      const text = JSON.stringify(JSON.parse(readFileSync(id.replace(/\.js$/, ''), 'utf8')));
      return `export default JSON.parse(${JSON.stringify(text)});`;
    },
  };
}

/** The licences of all packages that are bundled, as each asks for. */
function licences(ids) {
  const packages = new Set(ids.flatMap((id) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0] ?? []));
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'license.md'].find((each) =>
        existsSync(join(folder, each)),
      );
      if (file === undefined) throw new Error(`${name} has no licence that could be told`);
      return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
