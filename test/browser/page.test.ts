import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { PageParts, RunFacts } from '../../src/report/format.js';
import { html } from '../../src/report/html.js';
import { call, facts, folder, OPTIONS, outcome, session, view, whole } from '../report/support.js';
import { BROWSER, browser, HAS_BROWSER, show } from './browser.js';

// The script is built, and so the loader of the build reads it.
const { pageParts }: { pageParts(): Promise<PageParts> } = await import(
  new URL('../../dist/cli/page-parts.js', import.meta.url).href
);

if (!HAS_BROWSER) {
  console.warn(`the tests of the page are skipped: there is no ${BROWSER}. On Debian: apt-get install chromium`);
}

const NASTY = '<script>document.title="taken"</script>=1+1';
const ZERO = { ok: 0, duplicate: 0, invalid: 0, rejected: 0, failed: 0, unknown: 0, not_sent: 0 };
const CODES = ['phone_letters', 'phone_scientific', 'required'];

/** A page of a run with many calls and so many rows that need a person, in two sessions; gives its URL. */
async function pageOf(count: number, more: Partial<RunFacts> = {}): Promise<string> {
  const rows = Array.from({ length: count }, (_, index) =>
    outcome(index + 1, {
      status: index % 4 === 3 ? 'rejected' : 'invalid',
      code: CODES[index % CODES.length] ?? '',
      phone: `no ${index}`,
      message: `wrong as ${index}`,
      record: [`no ${index}`, index === 1 ? NASTY : `name ${(index * 7919) % count}`],
    }),
  );
  const calls = Array.from({ length: 300 }, (_, index) =>
    call((index % 150) * 60 + (index > 80 && index < 150 ? 3000 : 0), {
      session: index < 150 ? 1 : 2,
      rows: [index % 50 === 20 ? index - 1 : index],
      durationMs: 40 + ((index * 37) % 60),
      ...(index % 50 === 19 ? { verdict: 'throttled', httpStatus: 429 } : {}),
    }),
  );
  const rejected = Math.floor(count / 4);
  const counts = { ...ZERO, ok: 3, invalid: count - rejected, rejected };
  const sessions = [session(), session({ number: 2, kind: 'resume' })];
  const run = view(rows, { calls, facts: facts({ counts, sessions, ...more }) });
  const path = join(await folder(), 'run.html');
  await writeFile(path, await whole(html.render(run, { ...OPTIONS, page: pageParts })));
  return pathToFileURL(path).href;
}

/** How many pixels of a chart have the colour of that property of the style, or nearly so. */
function pixelsOf(page: Page, chart: string, property: string): Promise<number> {
  return page.evaluate(
    ([id, name]) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`#${id} canvas`);
      const context = canvas?.getContext('2d');
      if (!canvas || !context) return 0;
      const text = getComputedStyle(document.documentElement)
        .getPropertyValue(name ?? '')
        .trim();
      const wanted = [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let found = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (wanted.every((value, index) => Math.abs((data[at + index] ?? 0) - value) < 12) && data[at + 3] === 255)
          found += 1;
      }
      return found;
    },
    [chart, property] as const,
  );
}

const first = (page: Page): Promise<string> => page.locator('#body tr').first().innerText();

describe.skipIf(!HAS_BROWSER)('the page in a browser', { timeout: 120_000 }, () => {
  it.each([
    { width: 1280, dark: false },
    { width: 1280, dark: true },
    { width: 390, dark: false },
    { width: 390, dark: true },
  ])('is shown with charts, asks for nothing and complains of nothing: $width, dark $dark', async ({ width, dark }) => {
    const url = await pageOf(200);
    const { page, asked, complaints } = await show(await browser({ width, dark }), url);
    await page.waitForSelector('#chart-latency canvas');
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
    expect(content).toBeLessThanOrEqual(window);
    expect(asked).toEqual([url]);
    expect(complaints).toEqual([]);
    // From here on it complains that we look at its charts.
    for (const [chart, property] of [
      ['chart-rows', '--rows'],
      ['chart-calls', '--calls'],
      ['chart-calls', '--throttled'],
      ['chart-calls', '--retry'],
      ['chart-calls', '--wait'],
      ['chart-latency', '--median'],
      ['chart-latency', '--p95'],
      ['chart-latency', '--slowest'],
    ] as const) {
      expect(await pixelsOf(page, chart, property), property).toBeGreaterThan(10);
    }
  });

  it('shows mark-up and formulas of a row as text', async () => {
    const { page, complaints } = await show(await browser(), await pageOf(20));
    await page.fill('#filter', 'taken');
    expect(await page.locator('#body tr').count()).toBe(1);
    expect(await first(page)).toContain(NASTY);
    expect(await page.locator('#reasons').innerText()).toContain(NASTY);
    expect(await page.title()).toBe('contacts.csv → Octopush');
    expect(complaints).toEqual([]);
  });

  it('runs no script that is put into it later', async () => {
    const { page, complaints } = await show(await browser(), await pageOf(20));
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken"';
      document.body.append(script);
    });
    expect(await page.title()).toBe('contacts.csv → Octopush');
    expect(complaints.join()).toContain('policy: script-src');
  });

  it('sorts and filters by mouse', async () => {
    const { page } = await show(await browser(), await pageOf(200));
    await page.click('#table th[data-key="row"] button');
    expect(await first(page)).toMatch(/^200\b/);
    await page.click('#table th[data-key="status"] button');
    expect(await first(page)).toContain('invalid');
    expect(await page.locator('#table th[data-key="status"]').getAttribute('aria-sort')).toBe('ascending');
    await page.uncheck('input[value="invalid"]');
    expect(await page.locator('#found').innerText()).toBe('50 of 200 rows');
    expect(await first(page)).toContain('rejected');
    await page.fill('#filter', 'no such thing');
    expect(await page.locator('#found').innerText()).toBe('No row is like that.');
    await page.fill('#filter', 'WRONG no');
    await page.click('#after');
    expect(await page.locator('#page').innerText()).toBe('2 of 2');
    expect(await page.locator('#body tr').count()).toBe(25);
  });

  it('sorts, filters and turns pages by the keyboard alone', async () => {
    const { page } = await show(await browser(), await pageOf(200));
    const goTo = async (selector: string): Promise<void> => {
      for (let steps = 0; steps < 60; steps += 1) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`the keyboard does not reach ${selector}`);
    };
    await goTo('#filter');
    await page.keyboard.type('rejected');
    expect(await page.locator('#found').innerText()).toBe('50 of 200 rows');
    await goTo('th[data-key="row"] button');
    await page.keyboard.press('Enter');
    expect(await first(page)).toMatch(/^200\b/);
    await goTo('#after');
    await page.keyboard.press('Space');
    expect(await page.locator('#page').innerText()).toBe('2 of 2');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('after');
  });

  it('is sorted by a list on a phone, where there is no header', async () => {
    const { page } = await show(await browser({ width: 390 }), await pageOf(200));
    await page.selectOption('#sort', 'row down');
    expect(await first(page)).toContain('200');
    expect(await page.locator('#body tr').count()).toBe(10);
  });

  it('filters and sorts 100 000 rows within a second', async () => {
    const { page, complaints } = await show(await browser(), await pageOf(100_000));
    const took = await page.evaluate(() => {
      const filter = document.querySelector<HTMLInputElement>('#filter');
      const times: number[] = [];
      const timed = (work: () => void): void => {
        const began = performance.now();
        work();
        times.push(performance.now() - began);
      };
      for (const text of ['name 77', 'wrong as 4', '']) {
        timed(() => {
          if (filter === null) return;
          filter.value = text;
          filter.dispatchEvent(new Event('input', { bubbles: true }));
        });
      }
      timed(() => document.querySelector<HTMLElement>('th[data-key="read"] button')?.click());
      return times;
    });
    console.info(`100 000 rows: ${took.map((ms) => `${Math.round(ms)} ms`).join(', ')}`);
    expect(took).toHaveLength(4);
    expect(Math.max(...took)).toBeLessThan(1000);
    expect(await page.locator('#found').innerText()).toBe('100\u202f000 rows');
    expect(complaints).toEqual([]);
  });

  it('has counts, reasons and rows without a script', async () => {
    const { page, complaints } = await show(await browser({ script: false }), await pageOf(600));
    expect(await page.locator('#body tr').count()).toBe(500);
    expect(await page.locator('#rows').innerText()).toContain('These are the first 500; 100 more are in the report');
    expect(await page.locator('#outcome').innerText()).toContain('invalid');
    expect(await page.locator('#reasons .examples').count()).toBe(6);
    expect(await page.locator('#time').innerText()).toContain('The charts are drawn by a script');
    expect(await page.locator('#controls').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('is printed in light colours, with its charts', async () => {
    const { page } = await show(await browser({ dark: true }), await pageOf(60));
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await pixelsOf(page, 'chart-rows', '--rows')).toBeGreaterThan(10);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await ground()).not.toBe('rgb(255, 255, 255)');
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });
});
