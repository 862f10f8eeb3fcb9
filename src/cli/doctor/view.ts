import type { Provider } from '../../providers/provider.js';
import type { Next } from '../next.js';
import type { Output } from '../output.js';
import { columnsOf } from '../terminal/columns.js';
import { labelled } from '../terminal/labelled.js';
import { printable } from '../terminal/printable.js';
import { spread } from '../terminal/spread.js';
import { padded } from '../terminal/width.js';
import { wrapped } from '../terminal/wrap.js';
import type { Checked } from './checked.js';

/** What was found in the end. */
export interface Found extends Next {
  readonly checks: readonly Checked[];
  readonly exit: number;
  /** What is left in the account; null when it is not known. */
  readonly credit: string | null;
}

/** Shows each check as soon as it is done, or all in one JSON document at the end. */
export class DoctorView {
  readonly #output: Output;
  readonly #provider: Provider;
  readonly #json: boolean;
  readonly #columns = columnsOf(process.stdout);
  readonly #width: number;

  constructor(output: Output, provider: Provider, json: boolean) {
    this.#output = output;
    this.#provider = provider;
    this.#json = json;
    const names = [...provider.settings, provider.baseUrl].map(({ env }) => env.length);
    const more = process.env['NODE_EXTRA_CA_CERTS'] ? 'NODE_EXTRA_CA_CERTS' : 'state folder';
    this.#width = Math.max(...names, more.length);
  }

  begin(sandbox: boolean): void {
    const { title } = this.#provider;
    this.#say(
      wrapped(sandbox ? `${title}: a stand-in in this process, which needs no settings` : title, this.#columns),
    );
  }

  show({ mark, name, text }: Checked): void {
    const word = padded(WORDS[mark], WIDEST);
    const { paint } = this.#output;
    const indent = WIDEST + 2;
    const [first = '', ...more] = labelled(name, printable(this.#output.redact(text)), {
      columns: this.#columns,
      width: this.#width,
      indent,
    });
    this.#say([`${paint[COLOURS[mark]](word)}  ${first.slice(indent)}`, ...more]);
  }

  /** Says what is waited for, where a person watches; gives what takes it away again. */
  async waiting(what: string): Promise<() => void> {
    const { animated, paintError } = this.#output;
    if (this.#json || !animated || !process.stdout.isTTY) return () => {};
    // It would write to a pipe too.
    const { default: ora } = await import('ora');
    const spinner = ora({
      text: what,
      stream: process.stderr,
      color: paintError.level === 0 ? false : 'cyan',
      isEnabled: true,
      // Whatever ends the program, the terminal is as it was.
      hideCursor: false,
      discardStdin: false,
    });
    spinner.start();
    return () => void spinner.stop();
  }

  end({ checks, exit, credit, line, hint }: Found): void {
    if (this.#json) {
      const shown = checks.map(({ check, name, mark, text }) => ({ check, name, mark, text }));
      const { name: provider } = this.#provider;
      this.#output.print(JSON.stringify({ provider, exit, checks: shown, credit, next: line }));
      return;
    }
    const { paint } = this.#output;
    const wrong = checks.filter(({ mark }) => mark === 'wrong').length;
    const verdict =
      wrong === 0
        ? paint.green('All is well.')
        : paint.red(`${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong.`);
    this.#say(['', verdict, ...this.#next(line ?? '', hint)]);
  }

  /** A line that is to be copied stands whole; where it is too long, below. */
  #next(line: string, hint: string): readonly string[] {
    const beside = NEXT.length + line.length <= this.#columns;
    const margin = beside ? ' '.repeat(NEXT.length) : '';
    const about = hint.includes(': contact-push ') ? hint : `(${hint})`;
    const lines = spread(about, this.#columns - margin.length).split('\n');
    return [...(beside ? [NEXT + line] : [NEXT.trimEnd(), `  ${line}`]), ...lines.map((each) => margin + each)];
  }

  #say(lines: readonly string[]): void {
    if (!this.#json) this.#output.print(lines.join('\n'));
  }
}

const WORDS = { ok: 'ok', note: 'note', unchecked: '-', wrong: 'WRONG' } as const satisfies Record<
  Checked['mark'],
  string
>;
const WIDEST = 5;
const NEXT = 'next:    ';

const COLOURS = {
  ok: 'green',
  note: 'yellow',
  unchecked: 'gray',
  wrong: 'red',
} as const satisfies Record<Checked['mark'], string>;
