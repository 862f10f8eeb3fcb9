import { readFile } from 'node:fs/promises';
import type { PageParts } from '../report/format.js';

/** The style and the script of a page, as the build has put them beside its templates. */
export async function pageParts(): Promise<PageParts> {
  const [chartStyle = '', style = '', licence = '', charts = '', client = ''] = await Promise.all(
    ['uPlot.min.css', 'style.css', 'uPlot.LICENSE', 'uPlot.iife.min.js', 'client.js'].map((name) =>
      readFile(new URL(`../report/html/${name}`, import.meta.url), 'utf8'),
    ),
  );
  return {
    style: `\n${chartStyle}\n${style}`,
    script: `\n(() => {\n'use strict';\n/*! uPlot\n${licence}*/\n${charts}\n${client}})();\n`,
  };
}
