import { describe, expect, it } from 'vitest';
import { annotation, withoutCommands } from '../../src/cli/workflow.js';

describe('leaves no line that is a command', () => {
  it.each([
    ['::error::x', '\\u003a:error::x'],
    ['a\n  \t::set-output name=x::y', 'a\n  \t\\u003a:set-output name=x::y'],
    ['a\r::stop-commands::t', 'a\r\\u003a:stop-commands::t'],
    ['\u200b:\u200b:add-mask::x', '\u200b\\u003a\u200b:add-mask::x'],
    ['text ##[add-path]/tmp', 'text \\u0023#[add-path]/tmp'],
    ['#\u00ad#\u200d[group]', '\\u0023\u00ad#\u200d[group]'],
    ['###[error]', '#\\u0023#[error]'],
    ['\u2028::debug::x', '\u2028\\u003a:debug::x'],
  ])('%j', (text, safe) => {
    expect(withoutCommands(text)).toBe(safe);
  });

  it.each(['a::b', ':b', 'error: x :: y', '## [x]', '# one'])('and %j as it is', (text) => {
    expect(withoutCommands(text)).toBe(text);
  });

  it('and JSON with the same meaning', () => {
    const value = { input: '::error::##[error]x', list: ['##[', '::'] };
    const safe = withoutCommands(JSON.stringify(value));
    expect(safe).not.toContain('##[');
    expect(JSON.parse(safe)).toEqual(value);
  });
});

it('escapes what would end a property or a message', () => {
  expect(annotation('error', { file: 'a,b:c%.csv', line: '3' }, '100 %\r\n::error::x')).toBe(
    '::error file=a%2Cb%3Ac%25.csv,line=3::100 %25%0D%0A::error::x',
  );
});
