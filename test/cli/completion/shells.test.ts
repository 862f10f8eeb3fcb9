import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Desk, desk } from '../../support/program.js';
import { fishOffers, has, pressTab } from '../../support/shells.js';

const HEADER = 'Nom,Mobile Phone,a:b,"$(touch evil)",شماره';

async function prepared(): Promise<Desk> {
  const prepared = await desk();
  await prepared.write('contacts.csv', `${HEADER}\nA,+33612345678,1,2,3\n`);
  await prepared.write('we ird:name.csv', `${HEADER}\n`);
  await mkdir(prepared.path('my folder'));
  await prepared.write('my folder/in.csv', `${HEADER}\n`);
  return prepared;
}

/** What is typed before Tab, and what stands there afterwards. */
const PRESSED: readonly (readonly [string, string])[] = [
  ['imp', 'import '],
  ['import --prov', 'import --provider '],
  ['import --provider oct', 'import --provider octopush '],
  ['import --provider=oct', 'import --provider=octopush '],
  ['import --format n', 'import --format ndjson '],
  ['import x.csv --provider octopush --map phone', 'import x.csv --provider octopush --map phone_number='],
  ['import x.csv --provider octopush --set=list', 'import x.csv --provider octopush --set=list_name='],
  ['import contacts.csv --map phone_number=N', 'import contacts.csv --map phone_number=Nom '],
  ['import contacts.csv --map phone_number=Mob', 'import contacts.csv --map phone_number=Mobile\\ Phone '],
  ['import contacts.csv --map=phone_number=Mob', 'import contacts.csv --map=phone_number=Mobile\\ Phone '],
  ['import contacts.csv --map "phone_number=Mob', 'import contacts.csv --map "phone_number=Mobile Phone" '],
  ['import contacts.csv --map phone_number=a', 'import contacts.csv --map phone_number=a:b '],
  ['import contacts.csv --map phone_number=ش', 'import contacts.csv --map phone_number=شماره '],
  ['import "my folder/in.csv" --map phone_number=N', 'import "my folder/in.csv" --map phone_number=Nom '],
  ['import my\\ folder/in.csv --provider am', 'import my\\ folder/in.csv --provider amoot '],
  ['import con', 'import contacts.csv '],
  ['import we', 'import we\\ ird\\:name.csv '],
  ['import contacts.csv --report con', 'import contacts.csv --report contacts.csv '],
  ['import contacts.csv --report=con', 'import contacts.csv --report=contacts.csv '],
  ['runs --state-dir my', 'runs --state-dir my\\ folder/'],
  ['completion z', 'completion zsh '],
  ['help comp', 'help completion '],
  ['import "$(touch evil)" --prov', 'import "$(touch evil)" --provider '],
];

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  it.skipIf(!has(shell))(`completes what is typed (needs ${shell} on this machine)`, async () => {
    const place = await prepared();
    const after = await pressTab(
      shell,
      place,
      PRESSED.map(([typed]) => `contact-push ${typed}`),
    );
    const plain = (line: string): string => line.replaceAll('\\:', ':'); // zsh need not quote a colon
    expect(after.map(plain)).toEqual(PRESSED.map(([, line]) => plain(`contact-push ${line}`)));
    expect(existsSync(place.path('evil'))).toBe(false);
  });
});

describe('bash', () => {
  it.skipIf(!has('bash'))('quotes what a column is called, so that it is never run', async () => {
    const place = await prepared();
    const typed = ['phone_number=\\$', '"phone_number=\\$', "'phone_number=$"];
    const after = await pressTab(
      'bash',
      place,
      typed.map((word) => `contact-push import contacts.csv --map ${word}`),
    );
    expect(after).toEqual(
      ['phone_number=\\$\\(touch\\ evil\\)', '"phone_number=\\$(touch evil)"', "'phone_number=$(touch evil)'"].map(
        (word) => `contact-push import contacts.csv --map ${word} `,
      ),
    );
  });
});

describe('fish', () => {
  const skip = it.skipIf(!has('fish'));

  skip('offers commands with their summaries (needs fish on this machine)', async () => {
    const offers = await fishOffers(await prepared(), 'contact-push re');
    expect(offers).toContain('retry\tsend again the failed rows of a run');
    expect(offers.every((offer) => offer.startsWith('re'))).toBe(true);
  });

  skip.each([
    ['import --provider o', ['octopush\tOctopush']],
    ['import --provider=o', ['--provider=octopush\tOctopush']],
    ['import contacts.csv --map phone_number=Mobile\\ P', ['phone_number=Mobile Phone']],
    ['import contacts.csv --map "phone_number=Mob', ['phone_number=Mobile Phone']],
    ['import contacts.csv --map=phone_number=M', ['--map=phone_number=Mobile Phone']],
    ['import "my folder/in.csv" --map phone_number=N', ['phone_number=Nom']],
    ['import con', ['contacts.csv']],
    ['import contacts.csv --report=con', ['--report=contacts.csv']],
    ['runs --state-dir m', ['my folder/']],
    ['runs --json x', []],
  ])('completes %s', async (typed, offers) => {
    expect(await fishOffers(await prepared(), `contact-push ${typed}`)).toEqual(offers);
  });
});
