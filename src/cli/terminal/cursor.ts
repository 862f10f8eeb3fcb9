const HIDE = '\x1b[?25l';
const SHOW = '\x1b[?25h';

/** The cursor of the terminal, hidden for a while. It is given back however the program ends, and while it is suspended. */
export class Cursor {
  readonly #write: (text: string) => unknown;
  readonly #leave: () => void;
  readonly #enter: () => void;

  /** `leave` tidies up before the terminal is somebody else's, `enter` draws again once it is ours. */
  constructor(write: (text: string) => unknown, leave: () => void, enter: () => void) {
    this.#write = write;
    this.#leave = leave;
    this.#enter = enter;
  }

  hide(): void {
    this.#write(HIDE);
    process.on('exit', this.#giveBack);
    process.on('SIGQUIT', this.#quit);
    process.on('SIGTSTP', this.#suspend);
    process.on('SIGCONT', this.#goOn);
  }

  show(): void {
    process.off('exit', this.#giveBack);
    process.off('SIGQUIT', this.#quit);
    process.off('SIGTSTP', this.#suspend);
    process.off('SIGCONT', this.#goOn);
    this.#write(SHOW);
  }

  readonly #giveBack = (): void => {
    this.#leave();
    this.#write(SHOW);
  };

  // Ctrl-\: the program ends as it would without us.
  readonly #quit = (): void => {
    this.#giveBack();
    process.off('SIGQUIT', this.#quit);
    process.kill(process.pid, 'SIGQUIT');
  };

  // Ctrl-Z.
  readonly #suspend = (): void => {
    this.#giveBack();
    process.kill(process.pid, 'SIGSTOP');
  };

  readonly #goOn = (): void => {
    this.#write(HIDE);
    this.#enter();
  };
}
