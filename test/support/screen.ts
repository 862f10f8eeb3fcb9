/**
 * A terminal as far as a living block needs one: it wraps, scrolls, erases, and puts its lines anew when it gets another
 * width, as terminals do that reflow. Every character is one column.
 */
export class Screen {
  cursorIsShown = true;
  #columns: number;
  readonly #rows: number;
  #wraps = true;
  /** What scrolled away and what is seen, with whether the next row goes on with the same line. */
  #lines: { text: string; goesOn: boolean }[] = [{ text: '', goesOn: false }];
  #row = 0;
  #column = 0;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
  }

  write(text: string): void {
    for (const [token = ''] of text.matchAll(/\x1b\[\??\d*[A-Za-z]|[\s\S]/g)) this.#take(token);
  }

  /** The rows that are seen, without empty ones at the end. */
  lines(): readonly string[] {
    const seen = this.#lines.slice(this.#top()).map(({ text }) => text.trimEnd());
    while (seen.at(-1) === '') seen.pop();
    return seen;
  }

  /** All lines, those that scrolled away too, without their breaks at the edge. */
  text(): string {
    return this.#lines
      .map(({ text, goesOn }) => (goesOn ? text : `${text.trimEnd()}\n`))
      .join('')
      .trimEnd();
  }

  resize(columns: number): void {
    const [cursorLine, cursorOffset] = this.#logical();
    const whole = this.text().split('\n');
    while (whole.length <= cursorLine) whole.push('');
    this.#lines = whole.flatMap((line) => {
      const parts = line.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [''];
      return parts.map((text, index) => ({ text, goesOn: index < parts.length - 1 }));
    });
    let row = 0;
    for (let line = 0; line < cursorLine; row += 1) if (this.#lines[row]?.goesOn === false) line += 1;
    this.#row = row + Math.floor(cursorOffset / columns);
    this.#column = cursorOffset % columns;
    this.#columns = columns;
  }

  #logical(): readonly [number, number] {
    let line = 0;
    let offset = this.#column;
    for (let row = this.#row - 1; row >= 0; row -= 1) {
      const { text, goesOn } = this.#lines[row] ?? { text: '', goesOn: false };
      if (!goesOn) line += 1;
      else if (line === 0) offset += text.length;
    }
    return [line, offset];
  }

  #take(token: string): void {
    if (token === '\r') this.#column = 0;
    else if (token === '\n') this.#down(false);
    else if (token === '\x1b[J') this.#eraseBelow();
    else if (token === '\x1b[K') this.#put(this.#before());
    else if (token === '\x1b[?7l') this.#wraps = false;
    else if (token === '\x1b[?7h') this.#wraps = true;
    else if (token === '\x1b[?25l') this.cursorIsShown = false;
    else if (token === '\x1b[?25h') this.cursorIsShown = true;
    else if (/^\x1b\[\d+A$/.test(token)) this.#row = Math.max(this.#top(), this.#row - Number(token.slice(2, -1)));
    else if (token.startsWith('\x1b')) throw new Error(`not known to this terminal: ${JSON.stringify(token)}`);
    else this.#print(token);
  }

  #print(character: string): void {
    if (this.#column >= this.#columns) {
      if (this.#wraps) this.#down(true);
      else this.#column = this.#columns - 1;
    }
    const text = this.#lines[this.#row]?.text ?? '';
    this.#put(this.#before() + character + text.slice(this.#column + 1));
    this.#column += 1;
  }

  #before(): string {
    return (this.#lines[this.#row]?.text ?? '').slice(0, this.#column).padEnd(this.#column);
  }

  #put(text: string): void {
    this.#lines[this.#row] = { text, goesOn: false };
  }

  /** A line feed of a terminal that returns the carriage too, as the system makes it. */
  #down(goesOn: boolean): void {
    const line = this.#lines[this.#row];
    if (line !== undefined && goesOn) line.goesOn = true;
    this.#row += 1;
    this.#column = 0;
    this.#lines[this.#row] ??= { text: '', goesOn: false };
  }

  #eraseBelow(): void {
    this.#put(this.#before());
    this.#lines.length = this.#row + 1;
  }

  #top(): number {
    return Math.max(0, this.#lines.length - this.#rows);
  }
}
