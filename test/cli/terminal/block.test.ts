import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Block, type Terminal } from '../../../src/cli/terminal/block.js';
import { Screen } from '../../support/screen.js';

class FakeTerminal extends EventEmitter implements Terminal {
  columns = 30;
  rows = 6;
  readonly writes: string[] = [];
  readonly screen = new Screen(30, 6);

  write(text: string): void {
    this.writes.push(text);
    this.screen.write(text);
  }

  resize(columns: number): void {
    this.columns = columns;
    this.screen.resize(columns);
    this.emit('resize');
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function standing(lines: () => readonly string[]) {
  const terminal = new FakeTerminal();
  terminal.write('$ contact-push import c.csv\r\n');
  const block = new Block(terminal, (columns) => lines().map((line) => line.slice(0, columns)));
  block.start();
  return { terminal, block };
}

it('is rewritten in place, in one write, and only when something has changed', () => {
  let lines = ['first 1', 'second'];
  const { terminal, block } = standing(() => lines);
  expect(terminal.screen.lines()).toEqual(['$ contact-push import c.csv', 'first 1', 'second']);
  const before = terminal.writes.length;
  vi.advanceTimersByTime(1000);
  expect(terminal.writes).toHaveLength(before);
  lines = ['first 22', '2nd'];
  vi.advanceTimersByTime(1000);
  expect(terminal.writes).toHaveLength(before + 1);
  // What is there is written over, not taken away first.
  expect(terminal.writes.at(-1)?.indexOf('\x1b[J')).toBeGreaterThan(terminal.writes.at(-1)?.indexOf('2nd') ?? 0);
  expect(terminal.screen.lines()).toEqual(['$ contact-push import c.csv', 'first 22', '2nd']);
  block.stop();
});

it('draws at most ten frames a second, however often it changes', () => {
  const { terminal, block } = standing(() => [String(performance.now())]);
  const before = terminal.writes.length;
  vi.advanceTimersByTime(10_000);
  expect(terminal.writes.length - before).toBeGreaterThan(49);
  expect(terminal.writes.length - before).toBeLessThanOrEqual(100);
  block.stop();
});

it('leaves nothing behind when the terminal becomes narrower or wider, and keeps what is above it', () => {
  const { terminal, block } = standing(() => ['a line of twenty-five cols', 'and another one of these']);
  for (const columns of [12, 30, 7, 28]) {
    terminal.resize(columns);
    expect(terminal.screen.text()).toBe(
      ['$ contact-push import c.csv', 'a line of twenty-five cols', 'and another one of these']
        .map((line, index) => (index === 0 ? line : line.slice(0, columns - 1)))
        .join('\n'),
    );
  }
  block.stop();
});

it('leaves nothing behind when it is drawn before it hears of the new size', () => {
  let line = 'a line of twenty-five cols';
  const { terminal, block } = standing(() => [line, 'and another one of these']);
  terminal.screen.resize(12);
  line = 'A LINE OF TWENTY-FIVE COLS';
  vi.advanceTimersByTime(200);
  terminal.resize(12);
  expect(terminal.screen.text()).toBe('$ contact-push import c.csv\nA LINE OF T\nand another');
  block.stop();
});

it('has what is said above it, also at the end of the screen', () => {
  const { terminal, block } = standing(() => ['one', 'two', 'three']);
  const before = terminal.writes.length;
  for (let line = 1; line <= 9; line += 1) block.above(`notice ${line}, which is longer than thirty columns are\n`);
  expect(terminal.writes).toHaveLength(before + 9);
  const text = terminal.screen.text().split('\n');
  expect(text).toHaveLength(1 + 9 + 3);
  expect(text.slice(-4)).toEqual(['notice 9, which is longer than thirty columns are', 'one', 'two', 'three']);
  block.stop();
});

it('takes the beginning of a line, whatever was typed', () => {
  const { terminal, block } = standing(() => ['one', 'two']);
  terminal.screen.write('^C');
  block.above('stopping\n');
  expect(terminal.screen.lines()).toEqual(['$ contact-push import c.csv', 'stopping', 'one', 'two']);
  block.stop();
});

it('makes room for what another stream writes, and stands below it from the next frame on', () => {
  const { terminal, block } = standing(() => ['one', 'two']);
  block.clear();
  terminal.screen.write('a result\r\n');
  vi.advanceTimersByTime(200);
  expect(terminal.screen.lines()).toEqual(['$ contact-push import c.csv', 'a result', 'one', 'two']);
  block.stop();
});

it('leaves a row of the terminal to what is above it', () => {
  const { terminal, block } = standing(() => ['1', '2', '3', '4', '5', '6', '7']);
  expect(terminal.screen.lines()).toEqual(['$ contact-push import c.csv', '1', '2', '3', '4', '5']);
  block.stop();
});

it('is gone when it stops, and the cursor is back', () => {
  const { terminal, block } = standing(() => ['one', 'two']);
  expect(terminal.screen.cursorIsShown).toBe(false);
  block.stop();
  expect(terminal.screen.lines()).toEqual(['$ contact-push import c.csv']);
  expect(terminal.screen.cursorIsShown).toBe(true);
  const before = terminal.writes.length;
  terminal.resize(20);
  vi.advanceTimersByTime(1000);
  expect(terminal.writes).toHaveLength(before);
});
