import type { Command } from 'commander';
import { whatIsAsked } from '../completion/asked.js';
import { answerOf } from '../completion/offer.js';
import { offerValues } from '../completion/values.js';
import { Environment } from '../settings/environment.js';
import { Flags } from '../settings/flags.js';

/**
 * The answer to a shell that asks what the last of `words` may become; `words` stand behind the program's name. Reads no
 * `.env`, and never fails: whoever presses Tab has asked for no error.
 */
export async function complete(program: Command, words: readonly string[]): Promise<string> {
  try {
    const asked = whatIsAsked(program, words);
    const flags = new Flags(asked.values, new Environment(process.env, {}, '.env'));
    const { taker, names, operands, typed } = asked;
    const offers = taker === undefined ? names : await offerValues(asked, { program, flags, operands, typed });
    return answerOf(asked, offers);
  } catch {
    return answerOf({ before: '', typed: '' }, []);
  }
}
