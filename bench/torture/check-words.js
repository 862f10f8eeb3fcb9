/**
 * No secret in anything that the program leaves or says, and no whole number on standard error.
 * @param {import('./play.js').Evidence} evidence
 * @returns {string[]}
 */
export function checkWords({ script, sessions, secrets, files }) {
  const texts = [
    ...sessions.flatMap(({ stdout, stderr }, index) => [
      { name: `standard output of session ${index + 1}`, text: stdout },
      { name: `standard error of session ${index + 1}`, text: stderr },
    ]),
    ...files,
  ];
  const leaks = texts
    .filter(({ text }) => secrets.some((secret) => text.includes(secret)))
    .map(({ name }) => `a secret stands in ${name}`);
  const numbers = new Set(script.rows.flatMap(({ digits }) => (digits === '' ? [] : [digits.slice(-9)])));
  const shown = sessions.flatMap(({ stderr }, index) => {
    const found = (stderr.match(/\d{9,}/g) ?? []).filter((digits) => numbers.has(digits.slice(-9)));
    return found.length === 0 ? [] : [`${found.length} whole numbers on standard error of session ${index + 1}`];
  });
  return [...leaks, ...shown];
}
