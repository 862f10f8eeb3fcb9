import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/model.js';
import type { RunFacts } from '../../../src/report/format.js';
import { parts } from '../../../src/report/html/outcome.js';
import { escaped, json } from '../../../src/report/html/text.js';
import { html } from '../../../src/report/html.js';
import { call, facts, OPTIONS, OUTCOMES, outcome, session, view, whole } from '../support.js';

const NONE = facts().counts;
const zero = { ...NONE, ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };

function page(rows: readonly Outcome[], more: Partial<RunFacts> = {}, options = OPTIONS): Promise<string> {
  return whole(html.render(view(rows, { facts: more }), options));
}

function bad(count: number): readonly Outcome[] {
  return Array.from({ length: count }, (_, index) =>
    outcome(index + 1, { phone: `no ${index}`, record: [`name ${index}`] }),
  );
}

const NASTY =
  '</script><script>alert(1)</script>"\'`<img src=x onerror=alert(1)>&amp;=HYPERLINK("x")\u2028\0\ud800\u202e';

describe('what came from outside', () => {
  it('is text wherever it stands', async () => {
    const rows = [
      outcome(1, { phone: NASTY, code: NASTY, field: NASTY, message: NASTY, record: [NASTY, NASTY] }),
      outcome(2, { code: 'x', record: JSON.stringify({ [NASTY]: NASTY }) }),
      outcome(3, { status: 'duplicate', code: NASTY, message: NASTY }),
    ];
    const text = await page(rows, {
      ...{ input: NASTY, columns: [NASTY, 'b'], delimiter: NASTY, encoding: NASTY, origin: NASTY, allRows: NASTY },
      ...{ next: { line: NASTY, hint: NASTY }, results: { [NASTY]: 1 }, phoneField: NASTY },
      settings: { fields: { [NASTY]: NASTY }, set: [`a=${NASTY}`], country: NASTY, mapping: NASTY },
      sessions: [session({ notices: [NASTY], end: { ...end(), reason: NASTY, report: NASTY, rejects: NASTY } })],
    });
    expect(text.match(/<script/g)).toHaveLength(2);
    expect(text).not.toMatch(/<img|alert\(1\)<\/script>|\0|\u202e/);
    expect(
      text.match(
        /<(?!\/?(?:html|head|meta|title|style|body|main|header|footer|section|nav|form|fieldset|legend|label|input|select|option|button|table|thead|tbody|tr|th|td|h[123]|p|span|strong|code|pre|bdi|dl|dt|dd|div|ul|ol|li|svg|rect|figure|figcaption|details|summary|noscript|script|!doctype)\b)/g,
      ),
    ).toBeNull();
  });

  it('keeps a number back that a fixed value or the reason of an end holds', async () => {
    const number = '+33639981234';
    const more = {
      settings: { set: [`CustomText1=${number}`] },
      sessions: [session({ end: { ...end(), reason: `it said ${number}` } })],
    };
    expect(await page([], more)).not.toContain(number);
    expect((await page([], more, { ...OPTIONS, showNumbers: true })).split(number).length).toBeGreaterThan(2);
  });

  it('is never mark-up, and comes back whole from the data', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>&"\'`/= \u2028a\u0000!-', 'script', ']]>') }), (text) => {
        expect(escaped(text)).not.toMatch(/[<>"'`]/);
        expect(json([text])).not.toMatch(/[<>&\u2028]/);
        expect(JSON.parse(json([text]))).toEqual([text]);
      }),
      { seed: 1 },
    );
  });
});

describe('the policy of the page', () => {
  it('allows its own style and script, and nothing else', async () => {
    const text = await page(OUTCOMES);
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
    const hash = (part: string): string => `'sha256-${createHash('sha256').update(part).digest('base64')}'`;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hash('start();')}`,
      `style-src ${hash('p{}')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(text).not.toMatch(/ (?:src|href|style|action|on\w+)=/);
  });
});

describe('a page', () => {
  it('is the same for the same run', async () => {
    const calls = Array.from({ length: 50 }, (_, index) => call(index * 150));
    const render = (): Promise<string> => whole(html.render(view(OUTCOMES, { calls }), OPTIONS));
    expect(await render()).toBe(await render());
  });

  it('masks numbers, and shows them on purpose', async () => {
    const digits = /39980003|39980004|39980005/;
    expect(await page(OUTCOMES)).not.toMatch(digits);
    expect(await page(OUTCOMES, {}, { ...OPTIONS, showNumbers: true })).toMatch(digits);
  });

  it('masks the column that the number was read from, of JSON too, however short the number is', async () => {
    const rows = [
      outcome(1, { phone: '+4740001234', code: 'x', message: '', record: ['40001234', 'Ann', ''] }),
      outcome(2, { phone: '+4740001299', code: 'x', message: '', record: '{"mobile":40001299,"name":"Bo"}' }),
    ];
    const text = await page(rows, { counts: { ...zero, invalid: 2 } });
    expect(text).not.toMatch(/40001234|40001299/);
    expect(text).toContain('name: Bo');
  });

  it('says loudly when rows have no fate', async () => {
    expect(await page([], { counts: { ...zero, ok: 7 } })).toContain('8 rows read, but 7 have a fate');
    expect(await page([], { counts: { ...zero, ok: 8 } })).toContain('every row has exactly one fate');
  });

  it('has nothing to do where all is well', async () => {
    const text = await page([], { counts: { ...zero, ok: 8 }, next: { line: null, hint: '' } });
    expect(text).not.toMatch(/id="(?:next|reasons|rows|data)"/);
    expect(text).toContain('8 of 8 rows are with Octopush.');
  });

  it('says of a run that has not ended that it goes on, or broke off', async () => {
    const text = await page([], { sessions: [session({ end: null })], counts: { ...zero, ok: 3 } });
    expect(text).toContain('The run goes on, or broke off.');
    expect(text).toContain('3 rows with a fate so far');
  });

  it('shows each session, and what was said before it', async () => {
    const text = await page([], {
      sessions: [
        session(),
        session({ number: 2, kind: 'reconcile', notices: ['phone_number ← mobile', 'a new token'] }),
      ],
    });
    expect(text).toContain('Sessions (2)');
    expect(text).toMatch(/phone_number ← mobile<\/bdi> <span class="note">\(session 1, 2\)/);
    expect(text).toMatch(/a new token<\/bdi> <span class="note">\(session 2\)/);
  });

  it('holds the first 500 rows without a script, and says where the others are', async () => {
    const text = await page(bad(600), { counts: { ...zero, invalid: 600 } });
    expect(text.match(/<tr role="row"><td/g)).toHaveLength(500);
    expect(text).toContain('These are the first 500; 100 more are in the report: <code>contact-push report');
    expect(JSON.parse(/id="data">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '')).toHaveLength(600);
  });

  it('holds 100 000 rows for its script, and says how many more there are', async () => {
    const thousand = bad(1000);
    const run = view(
      async function* () {
        for (let at = 0; at < 101; at += 1) yield thousand;
      },
      { facts: { counts: { ...zero, invalid: 101_000 } } },
    );
    const text = await whole(html.render(run, OPTIONS));
    expect(JSON.parse(/id="data">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '')).toHaveLength(100_000);
    expect(text).toContain('This page holds the first 100\u202f000 of them; 1\u202f000 more are in the report');
  });

  it('has the figures of its charts as tables', async () => {
    const calls = Array.from({ length: 50 }, (_, index) => call(index * 150));
    const text = await whole(html.render(view(OUTCOMES, { calls }), OPTIONS));
    expect(text.match(/role="img" aria-label="[^"]+: /g)).toHaveLength(3);
    const [, twin = ''] = /<table class="twin">([\s\S]*?)<\/table>/.exec(text) ?? [];
    const drawn = JSON.parse(/id="activity">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '');
    expect(twin.match(/<tr><th scope="row"/g)).toHaveLength(drawn.at.length);
  });
});

describe('the bar', () => {
  it.each([{ ok: 1_000_000, invalid: 1 }, { ok: 1, invalid: 1, failed: 1, unknown: 1 }, { not_sent: 5 }])(
    'is full, and shows each status: %j',
    (counts) => {
      const shown = parts({ ...zero, ...counts });
      expect(shown.map(({ status }) => status)).toEqual(Object.keys(counts));
      expect(shown.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1000, 0);
      for (const { width } of shown) expect(width).toBeGreaterThan(4);
    },
  );
});

function end(): NonNullable<RunFacts['sessions'][number]['end']> {
  const { end: ended } = session();
  return ended ?? expect.fail('a session without an end');
}
