#!/usr/bin/env node
import { main } from '../dist/cli/main.js';

const exit = await main(process.argv.slice(2));
// A standard input that never ends would keep the process alive; what was printed has to be out before it goes.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exit)));
