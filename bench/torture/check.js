import { checkEnds } from './check-ends.js';
import { checkFates } from './check-fates.js';
import { checkPace } from './check-pace.js';
import { checkStore } from './check-store.js';
import { checkWords } from './check-words.js';

/**
 * Compares what the program says with what the stand-in saw.
 * @param {import('./play.js').Evidence} evidence
 * @returns {string[]} a sentence for each promise that was broken; empty when all is well
 */
export function check(evidence) {
  return [checkEnds, checkFates, checkStore, checkPace, checkWords].flatMap((rule) => rule(evidence));
}
