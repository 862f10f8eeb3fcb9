/**
 * GitHub Actions reads commands from what a step prints: a line that begins with `::`, and `##[` anywhere in one.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */

/** Whether what is printed is read by GitHub Actions, or by something that works alike. */
export function isInActions(): boolean {
  return process.env['GITHUB_ACTIONS'] === 'true' || (process.env['GITHUB_STEP_SUMMARY'] ?? '') !== '';
}

/** Text in which no line is a command any more. JSON stays JSON, and means the same. */
export function withoutCommands(text: string): string {
  return text.replace(AT_START, '$1\\u003a').replace(ANYWHERE, '\\u0023');
}

// The runner compares as people read: what is not seen between two characters does not count, nor white space before them.
const UNSEEN = '[\\p{Cc}\\p{Cf}\\p{Mn}\\p{Default_Ignorable_Code_Point}]';
const AT_START = new RegExp(`^((?:(?!\\n)(?:\\s|${UNSEEN}))*):(?=(?:(?!\\n)${UNSEEN})*:)`, 'gmu');
const ANYWHERE = new RegExp(`#(?=(?:(?!\\n)${UNSEEN})*#(?:(?!\\n)${UNSEEN})*\\[)`, 'gu');

export type Level = 'error' | 'notice';

/** A command that puts a message at a file and a line, or at no place. */
export function annotation(level: Level, properties: Readonly<Record<string, string>>, message: string): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${asProperty(value)}`);
  return `::${level}${given.length === 0 ? '' : ` ${given.join(',')}`}::${asData(message)}`;
}

function asData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function asProperty(text: string): string {
  return asData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
