import type { Field, Provider } from '../../src/providers/provider.js';

/** `.env.example`, from the providers' facts. */
export function envExample(providers: readonly Provider[]): string {
  const blocks = providers.map(({ title, settings, baseUrl }) =>
    [
      `# ${title}`,
      ...settings.flatMap(({ env, help, where }) => [`# ${help}, from ${where}`, `${env}=`]),
      '# another address, for a proxy or a stand-in (contact-push sandbox)',
      `# ${baseUrl.env}=${baseUrl.default}`,
    ].join('\n'),
  );
  return `# Copy this to .env and fill in the provider that you use. Never commit the copy.\n\n${blocks.join('\n\n')}\n`;
}

/** The README's table of a provider, from its facts. */
export function providerTable({ fields, limits, repeat, settings, docs }: Provider): string {
  const named = (scope: Field['scope']): string =>
    fields
      .filter((field) => field.scope === scope)
      .map(({ name, required, maxLength, onPurpose }) => {
        const notes = [
          ...(required ? ['required'] : []),
          ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
          ...(onPurpose ? ['only by `--map` or `--set`'] : []),
        ];
        return `\`${name}\`${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
      })
      .join(', ') || '–';
  const rows = [
    ['contact fields', named('contact')],
    ['call fields', named('call')],
    [
      'contacts in a call',
      limits.maxBatchSize === 1 ? '1' : `${limits.batchSize} (\`--batch-size\`, at most ${limits.maxBatchSize})`,
    ],
    [
      'pace',
      `${limits.perSecond} ${limits.perSecond === 1 ? 'call' : 'calls'} a second, ${limits.concurrency} at once (\`--rate\`, \`--concurrency\`)`,
    ],
    ['a repeat is', repeat],
    ['settings', settings.map(({ env }) => `\`${env}\``).join(', ')],
    ['built from', `<${docs}>`],
  ];
  return ['| | |', '|---|---|', ...rows.map(([name, text]) => `| ${name} | ${text} |`)].join('\n');
}
