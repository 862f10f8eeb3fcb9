import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licences of the packages that modules, given by their paths, come from. */
export function licences(ids) {
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
