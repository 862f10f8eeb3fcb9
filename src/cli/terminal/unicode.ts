/** Whether a terminal shows more than ASCII, as far as its environment tells. */
export function hasUnicode(platform: string, env: Readonly<Record<string, string | undefined>>): boolean {
  if (platform !== 'win32') return env['TERM'] !== 'linux';
  return env['WT_SESSION'] !== undefined || env['TERM_PROGRAM'] === 'vscode';
}
