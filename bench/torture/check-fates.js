const STATUSES = ['ok', 'duplicate', 'invalid', 'rejected', 'failed', 'unknown', 'not_sent'];

/** What a row of each kind may come to. */
const MAY_BE = {
  good: ['ok', 'failed', 'unknown', 'not_sent'],
  refused: ['rejected', 'failed', 'unknown', 'not_sent'],
  duplicate: ['duplicate'],
  invalid: ['invalid'],
};

/**
 * Every row has one line, in order, with a fate that it can have and a reason where it has none of its own; and the counts are theirs.
 * @param {import('./play.js').Evidence} evidence
 * @returns {string[]}
 */
export function checkFates({ script, sessions }) {
  return sessions.flatMap((session, index) => {
    const { lines, document } = session;
    const named = (sentence) => `session ${index + 1} (${session.argv[0]}): ${sentence}`;
    if (lines === null) return document?.run ? [named('leaves no report')] : [];
    return [...rows(script, lines), ...counts(script, lines, document)].map(named);
  });
}

function rows({ rows }, lines) {
  const found = [];
  if (lines.length !== rows.length) found.push(`the report has ${lines.length} lines for ${rows.length} rows`);
  for (const [index, { row, kind, digits }] of rows.entries()) {
    const line = lines[index];
    if (line === undefined) break;
    if (Number(line.row) !== row || Number(line.line) !== row + 1) {
      found.push(`line ${index + 1} of the report is of row ${line.row}, line ${line.line}`);
      break;
    }
    // A number that an answer leaves out twice is refused without a word, for all that can be known.
    const isLeftOut = line.status === 'rejected' && line.code === 'left_out';
    if (!MAY_BE[kind].includes(line.status) && !isLeftOut)
      found.push(`row ${row} is ${kind}, and ${line.status} (${line.code})`);
    if (kind !== 'invalid' && line.phone.replace(/\D/g, '').slice(-9) !== digits.slice(-9)) {
      found.push(`row ${row} is not of its own number`);
    }
    if (line.status !== 'ok' && line.code === '') found.push(`row ${row} is ${line.status} without a code`);
  }
  return found;
}

function counts({ rows }, lines, document) {
  if (!document?.counts) return [];
  const found = [];
  const sum = STATUSES.reduce((total, status) => total + (document.counts[status] ?? Number.NaN), 0);
  if (sum !== rows.length || document.rows !== rows.length) {
    found.push(`counts ${sum} rows and names ${document.rows} for ${rows.length}`);
  }
  for (const status of STATUSES) {
    const seen = lines.filter((line) => line.status === status).length;
    if (seen !== document.counts[status]) {
      found.push(`the report has ${seen} rows that are ${status}, the document ${document.counts[status]}`);
    }
  }
  return found;
}
