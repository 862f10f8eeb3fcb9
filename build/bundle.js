import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { licences } from './licences.js';
import { lighter } from './lighter.js';

/** Loaded from where they are installed: one is native, one tells no licence. What else is loaded goes into the bundle. */
const OUTSIDE = ['libsql', '@bomb.sh/tab'];

/** What is started or imported by its name, below `dist`. */
const ENTRIES = ['cli/main', 'index', 'sandbox/index', 'cli/page-parts', 'cli/settings/write-schema'];

/** Which file a module goes to, the first whose condition holds; a module of none goes where rolldown puts it. */
const FILES = [
  { name: 'common', isOf: ({ start, core }, id) => start.has(id) && core.has(id) },
  { name: 'start', isOf: ({ start }, id) => start.has(id) },
  // What a completion needs of the rest, which would keep whoever presses Tab waiting.
  { name: 'facts', isOf: ({ complete, core }, id) => complete.has(id) && core.has(id) },
  { name: 'words', isOf: ({ complete, run }, id) => complete.has(id) && run.has(id) },
  // Not the library itself, whose exports are to be its own alone.
  { name: 'core', isOf: ({ core, library }, id) => core.has(id) && id !== library },
  { name: 'run', isOf: ({ run }, id) => run.has(id) },
];

/** Bundles `src` and the packages that it needs into `dist`. */
export async function bundle() {
  const reached = {};
  const bundling = await rolldown({
    input: Object.fromEntries(ENTRIES.map((name) => [name, `src/${name}.ts`])),
    platform: 'node',
    // What is started has one file less to load where it may export more to the others.
    preserveEntrySignatures: 'allow-extension',
    external: (id) => OUTSIDE.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [
      ...lighter(),
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
