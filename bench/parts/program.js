import { join } from 'node:path';
import { emptied } from './folder.js';
import { runNode, script } from './process.js';

export const PROGRAM = script('../bin/contact-push.js');

/** The environment of an import: nothing of the caller's own settings. */
export function environment(provider, url) {
  const own = Object.entries(process.env).filter(([name]) => !/^(CONTACT_PUSH|OCTOPUSH|PROTEXTING|AMOOT)_/.test(name));
  return { ...Object.fromEntries(own), ...provider.settings(url) };
}

/** The arguments of an import with the pace off; its ledger and reports go to `folder`. */
export function importArguments(provider, input, folder, flags = ['--rate', 'off']) {
  return [
    ...['import', input, '--provider', provider.name, '--json', '--quiet', ...provider.flags, ...flags],
    ...['--report', join(folder, 'report.csv'), '--rejects', join(folder, 'rejects.csv'), '--state-dir', folder],
  ];
}

/**
 * A whole import, ledger and reports included, from start to exit. `keep` is given the folder before it is emptied.
 * @param wanted how many rows are to have which fate; any other fails the bench
 */
export async function importAll(provider, server, input, parent, wanted, { flags, answering, keep = () => {} } = {}) {
  const folder = emptied(parent, 'state');
  await server.reset(answering);
  const ended = await runNode([PROGRAM, ...importArguments(provider, input, folder, flags)], {
    env: environment(provider, server.url),
    exits: [0, 3], // 3 says that rows need a person, which the fates tell
  });
  checkFates(ended.stdout, wanted);
  const kept = keep(folder);
  emptied(parent, 'state');
  return { ...ended, kept, heard: await server.heard() };
}

/** Throws, with the summary, where a row has not the fate it should have. */
export function checkFates(stdout, wanted) {
  const { counts } = JSON.parse(stdout);
  const rest = Object.entries(counts).filter(([status, count]) => count !== (wanted[status] ?? 0));
  if (rest.length > 0) throw new Error(`not every row has the fate it should have: ${stdout}`);
}
