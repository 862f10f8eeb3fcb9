// Builds the program into `dist`: its TypeScript, the script of the page, and what that page brings along.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
for (const project of ['tsconfig.json', 'src/report/html/client/tsconfig.json']) {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
for (const [from, to] of [
  ['src/report/html/style.css', 'style.css'],
  ['node_modules/uplot/dist/uPlot.min.css', 'uPlot.min.css'],
  ['node_modules/uplot/dist/uPlot.iife.min.js', 'uPlot.iife.min.js'],
  ['node_modules/uplot/LICENSE', 'uPlot.LICENSE'],
]) {
  cpSync(from, `dist/report/html/${to}`);
}
