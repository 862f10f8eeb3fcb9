import { Chalk, type ChalkInstance, supportsColor, supportsColorStderr } from 'chalk';
import { type Entry, jsonLine, stamp } from './log.js';
import type { Manner } from './manner.js';
import { Block, type Draw } from './terminal/block.js';
import { printable } from './terminal/printable.js';
import { isInActions, withoutCommands } from './workflow.js';

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
  /** Every call is told of. */
  readonly verbose: boolean;
  /** Replaces the secrets of the run; set as soon as they are known. */
  redact: (text: string) => string = (text) => text;
  /** Makes text harmless to whatever reads commands from what is printed; leaves it as it is where nothing does. */
  readonly harmless: (text: string) => string;
  /** Whether calls are made. Meanwhile notices carry the time, where they do not stand above a living block. */
  underWay = false;
  /** Standard error holds JSON, an object a line. */
  readonly #json: boolean;
  #hasSaid = false;
  #spread: (text: string, columns: number) => string = (text) => text;
  #block: Block | undefined;

  constructor({ quiet, verbose, json, color }: Manner) {
    const plain = !color || (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
    this.quiet = quiet;
    this.harmless = isInActions() ? withoutCommands : (text) => text;
    this.verbose = verbose;
    this.#json = json;
    this.paint = new Chalk({ level: plain || !supportsColor ? 0 : supportsColor.level });
    this.paintError = new Chalk({ level: plain || json || !supportsColorStderr ? 0 : supportsColorStderr.level });
    this.animated = !quiet && !json && process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';
  }

  /** Learns to break lines where they go to a terminal: the widths of letters are not loaded for nothing. */
  async prepare(): Promise<void> {
    if (this.#columns !== undefined) this.#spread = (await import('./terminal/spread.js')).spread;
  }

  /** A result, on standard output. */
  print(text: string): void {
    this.#block?.clear();
    process.stdout.write(`${this.harmless(this.redact(text))}\n`);
  }

  /** Something to know, on standard error. */
  notice(text: string, more: Partial<Entry> = {}): void {
    this.tell({ level: 'info', event: 'notice', message: text, ...more }, this.underWay && !this.animated);
  }

  /** Something that went wrong, on standard error, and the line to type then, which can be copied, with a word about when. */
  error(text: string, next?: string, when = ''): void {
    this.#say({ level: 'error', event: 'error', message: text }, `error: ${this.#safe(text)}`, (line) =>
      line.replace('error:', this.paintError.red('error:')),
    );
    if (next === undefined) return;
    const beside = this.#columns === undefined ? `${this.#safe(when)}:\nnext: ` : `next, ${this.#safe(when)}:\n  `;
    const entry: Entry = { level: 'error', event: 'next', message: next, ...(when !== '' && { facts: { when } }) };
    this.#say(entry, (when === '' ? 'next: ' : beside) + this.#safe(next));
  }

  /**
   * A command to GitHub Actions, on standard error, where it disturbs no document; what is in it must be escaped.
   * Left out where standard error holds JSON: it would be a line that is none.
   */
  command(text: string): void {
    if (this.#json) return;
    this.#write(`${this.redact(printable(text))}\n`);
  }

  /** Something to know, `timed` with the time in front. */
  tell(entry: Entry, timed: boolean): void {
    if (this.quiet) return;
    const text = this.#safe(entry.message);
    this.#say(entry, timed ? `${stamp(Date.now())} ${text}` : text);
  }

  /** An empty line between what was said and a result, for whoever has both on one terminal. */
  gap(): void {
    if (this.#hasSaid && this.#columns !== undefined && process.stdout.isTTY) this.#write('\n');
  }

  /** Lines that stand on the terminal, below all that is said, until `stop`; they do not stand there yet. */
  block(draw: Draw): Block {
    this.#block?.stop();
    this.#block = new Block(process.stderr, draw);
    return this.#block;
  }

  /** Text for standard error, in lines that fit where it is a terminal. */
  onTerminal(text: string): string {
    return this.#columns === undefined ? text : this.#spread(text, this.#columns);
  }

  /** Text from outside, for a line of a block: in one line, without secrets, and without what a terminal would obey. */
  inALine(text: string): string {
    return this.#safe(text).replace(/\s+/g, ' ');
  }

  #say(entry: Entry, text: string, paint = (line: string): string => line): void {
    this.#hasSaid = true;
    this.#write(
      `${this.#json ? jsonLine(entry, Date.now(), this.#safe) : this.harmless(paint(this.onTerminal(text)))}\n`,
    );
  }

  #write(line: string): void {
    if (this.#block?.stands) this.#block.above(line);
    else process.stderr.write(line);
  }

  /** Of the terminal that a person reads on; undefined where none does, and lines are of any length. */
  get #columns(): number | undefined {
    const { isTTY, columns } = process.stderr;
    return isTTY === true && !this.#json && columns > 0 ? columns : undefined;
  }

  readonly #safe = (text: string): string => this.redact(printable(text));
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
