import { program } from '../program.js';
import { keysOf, schemaText } from './shape.js';

/** Writes the JSON Schema of the project file to standard output; a script of the package calls this file. */
const imported = program(() => async () => {}).commands.find((command) => command.name() === 'import');
if (imported !== undefined) process.stdout.write(schemaText(keysOf(imported)));
