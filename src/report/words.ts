/** A code of a report in words; one that is not known here says itself, without its underscores. */
export function codeWords(code: string): string {
  const word = WORDS.get(code);
  if (word !== undefined) return word;
  if (code.startsWith('provider_')) return `the provider's code ${code.slice('provider_'.length).replaceAll('_', ' ')}`;
  return code === '' ? 'no reason given' : code.replaceAll('_', ' ');
}

/** Only codes that do not read well by themselves. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    phone_missing: 'no phone number',
    phone_national: 'a number without its country',
    phone_prefix: 'no country has this prefix',
    phone_length: 'a number of the wrong length',
    phone_lost_zero: 'a number that lost a zero',
    phone_characters: 'characters that no number has',
    phone_letters: 'letters in a number',
    phone_ambiguous: 'a number that could be two',
    phone_several: 'more than one number',
    phone_scientific: 'scientific notation',
    phone_decimal: 'a decimal number',
    phone_negative: 'a negative number',
    phone_extension: 'a number with an extension',
    phone_not_assigned: 'a number that nobody has',
    phone_not_taken: 'a number that the provider does not take',
    required: 'a value is missing',
    text_nul: 'a NUL character',
    text_surrogate: 'half of a character',
    spreadsheet_error: 'an error of the spreadsheet',
    number_inexact: 'a number that lost digits',
    nested_value: 'a list or an object',
    not_an_object: 'no JSON object',
    not_an_integer: 'no whole number',
    not_a_boolean: 'neither yes nor no',
    not_a_gender: 'no word for a gender',
    columns_shifted: 'more cells than the header',
    date_unreal: 'a day that does not exist',
    date_time: 'a date with a time',
    date_serial: 'a day as a spreadsheet counts it',
    date_format: 'a date of another form',
    date_year: 'a year that cannot be',
    duplicate: 'repeated',
    duplicate_other_group: 'repeated for another group',
    maybe_sent_before: 'maybe sent before',
    dry_run: 'would be sent',
    not_sent: 'not come to',
    stopped_credentials: 'stopped: credentials',
    stopped_account: 'stopped: account',
    stopped_settings: 'stopped: settings',
    stopped_errors: 'stopped: errors',
    stopped_outage: 'stopped: outage',
    stopped_signal: 'stopped: signal',
    stopped_input: 'stopped: input',
    interrupted: 'interrupted',
    no_answer: 'not in the answer',
    left_out: 'left out of the answer',
    timeout_after_send: 'no answer in time',
    connect_timeout: 'no connection in time',
    not_said: 'the answer does not say',
    not_found: 'not found at the provider',
  }),
);
