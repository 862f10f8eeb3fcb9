import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { providerList, providerText } from '../../../src/cli/facts/text.js';
import { providers } from '../../../src/providers/index.js';

const narrow = { columns: 40, paint: new Chalk({ level: 0 }) };

describe('on a narrow terminal', () => {
  it.each(providers)('$name stays within it, but for words that are longer', (provider) => {
    for (const line of [...providerList(providers, narrow), ...providerText(provider, narrow)]) {
      const isOneWord = !line.trim().includes(' ');
      expect([...line].length <= narrow.columns || isOneWord, line).toBe(true);
    }
  });

  it('writes Persian names on lines of their own', () => {
    const lines = providers.flatMap((provider) => providerText(provider, narrow));
    for (const line of lines.filter((each) => !/^ +example /.test(each))) {
      const isMixed = /\p{Script=Arabic}/u.test(line) && /\p{Script=Latin}/u.test(line);
      expect(isMixed, line).toBe(false);
    }
  });
});
