import { csv } from './csv.js';
import type { ReportFormat } from './format.js';
import { html } from './html.js';
import { json } from './json.js';
import { ndjson } from './ndjson.js';

/** Every report format. A new one is a file and a line here. */
export const FORMATS: readonly ReportFormat[] = [csv, ndjson, json, html];

/** The format of that name, as in `--as`. */
export function formatNamed(name: string): ReportFormat | undefined {
  return FORMATS.find((format) => format.name === name);
}

/** The format that the extension of `path` asks for, in any case; a device, which has none, gets CSV. */
export function formatOfFile(path: string): ReportFormat | undefined {
  const named = FORMATS.find((format) => path.toLowerCase().endsWith(format.extension));
  return named ?? (path.startsWith('/dev/') ? csv : undefined);
}
