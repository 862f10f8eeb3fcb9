import { Chalk, type ChalkInstance, supportsColor, supportsColorStderr } from 'chalk';

/** Standard output and standard error, with every secret replaced. A reader that goes away is no error. */
export class Output {
  /** Colours for standard output. */
  readonly paint: ChalkInstance;
  /** Colours for standard error. */
  readonly paintError: ChalkInstance;
  /** Whether a person watches standard error and it may be rewritten. */
  readonly animated: boolean;
  /** Only errors are printed. */
  readonly quiet: boolean;
  /** Replaces the secrets of the run; set as soon as they are known. */
  redact: (text: string) => string = (text) => text;

  constructor({ quiet, color }: { quiet: boolean; color: boolean }) {
    const plain = !color || (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
    this.quiet = quiet;
    this.paint = new Chalk({ level: plain || !supportsColor ? 0 : supportsColor.level });
    this.paintError = new Chalk({ level: plain || !supportsColorStderr ? 0 : supportsColorStderr.level });
    this.animated = !quiet && process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';
  }

  /** A result, on standard output. */
  print(text: string): void {
    process.stdout.write(`${this.redact(text)}\n`);
  }

  /** Something to know, on standard error. */
  notice(text: string): void {
    if (!this.quiet) process.stderr.write(`${this.redact(printable(text))}\n`);
  }

  /** Something that went wrong, on standard error. */
  error(text: string): void {
    process.stderr.write(`${this.paintError.red('error:')} ${this.redact(printable(text))}\n`);
  }
}

/** Makes control characters from outside visible, so that they do nothing to a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  );
}

/**
 * Keeps a run going when nobody hears it any more: a reader that goes away (`| head`), a log on a full disk. Tells in
 * the end whether a result was lost; a reader that has seen enough loses none.
 */
export function outliveOutput(): () => boolean {
  let lost = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    lost ||= error.code !== 'EPIPE';
  });
  process.stderr.on('error', () => {});
  return () => lost;
}
