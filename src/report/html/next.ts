import type { RunFacts } from '../format.js';
import { apart, escaped } from './text.js';

/** What to type now; empty where nothing is left to do. */
export function nextSection({ next: { line, hint } }: RunFacts): string {
  if (line === null && hint === '') return '';
  const words = hint === '' ? '' : `<p>${line === null ? '' : 'Type, '}${apart(hint)}${line === null ? '.' : ':'}</p>`;
  const command = line === null ? '' : `<pre><code>${escaped(line)}</code></pre>`;
  return `<section id="next" class="next" aria-labelledby="next-title"><h2 id="next-title">What to do now</h2>
${words === '' && line !== null ? '<p>Type:</p>' : words}${command}</section>`;
}
