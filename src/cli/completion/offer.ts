import { ShellCompDirective } from '@bomb.sh/tab';
import type { Command } from 'commander';
import type { Flags } from '../settings/flags.js';
import { printable } from '../terminal/printable.js';
import type { Asked } from './asked.js';

/** A word that may stand at the end of the line, and what it means. */
export interface Offer {
  readonly word: string;
  readonly help: string;
}

/** What is known of the line when a value is asked for. */
export interface Line {
  readonly program: Command;
  readonly flags: Flags;
  readonly operands: readonly string[];
  readonly typed: string;
}

/** Words, in the order to show them, or what the shell knows better. */
export type Offers = readonly Offer[] | 'files' | 'folders';

/**
 * The answer that the shells' scripts read: a word a line, a tab and its help behind it, and in the last line a colon
 * and the sum of what the shell is to do: 2 no space behind the word, 4 no files, 16 folders alone, 32 keep the order.
 */
export function answerOf({ before, typed }: Pick<Asked, 'before' | 'typed'>, offers: Offers): string {
  const { ShellCompDirectiveFilterDirs: folders, ShellCompDirectiveDefault: files } = ShellCompDirective;
  if (offers === 'files') return `:${files}\n`;
  if (offers === 'folders') return `:${folders}\n`;
  // A line that holds a line end or a tab would be two.
  const fitting = offers.filter(
    ({ word }) => word.startsWith(typed) && printable(word) === word && !/[\t\n]/.test(word),
  );
  const more = fitting.length > 0 && fitting.every(({ word }) => word.endsWith('='));
  const directive =
    ShellCompDirective.ShellCompDirectiveNoFileComp +
    ShellCompDirective.ShellCompDirectiveKeepOrder +
    (more ? ShellCompDirective.ShellCompDirectiveNoSpace : 0);
  const lines = fitting.map(({ word, help }) => `${before}${word}\t${printable(help).replace(/\s+/g, ' ')}`);
  return [...lines, `:${directive}`, ''].join('\n');
}
