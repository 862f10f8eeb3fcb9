// Builds the program into `dist`: what it is made of bundled into a few files, the types of the library, and the page's
// script with what that page brings along.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { bundle } from './build/bundle.js';

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
