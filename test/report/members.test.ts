import fc from 'fast-check';
import { expect, it } from 'vitest';
import { membersOf } from '../../src/report/members.js';

it('gives the members of an object as they are written', () => {
  expect(membersOf(' {"a" : 1.0, "b":{"c":[1,{"d":"}"}], "e":","} ,"a":"\\"{" } ')).toEqual([
    { key: 'a', text: '"a" : 1.0' },
    { key: 'b', text: '"b":{"c":[1,{"d":"}"}], "e":","}' },
    { key: 'a', text: '"a":"\\"{"' },
  ]);
});

it('reads escapes in keys', () => {
  expect(membersOf('{"\\u005frow":1,"a\\"b":2}')?.map(({ key }) => key)).toEqual(['_row', 'a"b']);
});

it('puts what is written over several lines on one', () => {
  expect(membersOf('{\r\n  "a":\n    [1,\n 2],\n  "b": 2\n}')?.map(({ text }) => text)).toEqual([
    '"a":     [1,  2]',
    '"b": 2',
  ]);
});

it.each(['{}', ' { \n } '])('finds no members in %j', (text) => {
  expect(membersOf(text)).toEqual([]);
});

it.each(['', '[]', '["a",{"b":1}]', '"{}"', 'null', '7', '{"a":1', "{'a':1}", 'mobile,name'])(
  'is undefined for %j',
  (text) => {
    expect(membersOf(text)).toBeUndefined();
  },
);

it('bears a string of a million escapes', () => {
  expect(membersOf(JSON.stringify({ a: '\n'.repeat(1_000_000), b: 1 }))).toHaveLength(2);
});

it('loses nothing of any object', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue({ stringUnit: 'binary' })),
      fc.constantFrom(undefined, 1, '\t'),
      (object, space) => {
        const text = JSON.stringify(object, null, space);
        const members = membersOf(text) ?? [];
        expect(members.map(({ key }) => key)).toEqual(Object.keys(JSON.parse(text)));
        const again = `{${members.map((member) => member.text).join()}}`;
        expect(JSON.parse(again)).toEqual(JSON.parse(text));
        expect(again).not.toMatch(/[\r\n]/);
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});
