import type { ReportFormat } from './format.js';
import { renderPage } from './html/page.js';

/** One page for people, with charts and a table of the rows that need somebody; it needs nothing but itself. */
export const html: ReportFormat = { name: 'html', extension: '.html', render: renderPage };
