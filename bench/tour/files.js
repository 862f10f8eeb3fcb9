import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FIRST = ['Axelle', 'Jean', 'Zoé', 'Noé', 'Lucie', 'Hugo', 'Léa', 'Émile'];
const LAST = ['Durand', 'Petit', 'Lefèvre', 'Blanc', 'Martin', 'Moreau'];

const octopush = (person) => `+336399800${String(person).padStart(2, '0')}`;
const protexting = (person) => `+1 646-555-01${String(person).padStart(2, '0')}`;

/** So many people, from 1 on. */
function people(number, count) {
  const rows = Array.from({ length: count }, (_, i) => [number(i + 1), FIRST[i % FIRST.length], LAST[i % LAST.length]]);
  return [['phone', 'first_name', 'last_name'], ...rows].map((row) => `${row.join(',')}\n`).join('');
}

/** Of every fate a few; the stand-in answers numbers that end in 91, 92, 93 and 94 otherwise. */
const MIXED = `${people(octopush, 12)}${[
  `${octopush(1)},Axelle,Durand`,
  ',Ninon,Roche',
  '4.41E+11,Gaspard,Leroy',
  '06 39 98 00 20 / 06 39 98 00 21,Rose,Fabre',
  'voir plus bas,Adèle,Henry',
  `${octopush(91)},Paul,Girard`,
  `${octopush(93)},Alice,Bonnet`,
  `${octopush(94)},Louis,Dupont`,
].join('\n')}\n`;

export const WIDE_NAME = '顧客名簿-二〇二六年十一月-東京本店と大阪支店の全部門.csv';
export const LONG_NAME = `${'export-of-all-customers-and-prospects-'.repeat(4)}2026-11-22.csv`;

/** Writes what the tour imports, and the settings that lead to the stand-ins. */
export function writeFiles(folder, settings, busyUrl) {
  const files = {
    '.env': settings,
    'wrong.env': settings.replace(/^(OCTOPUSH_API_KEY)=.*$/m, '$1=a-key-that-was-revoked'),
    'nobody.env': settings.replace(/^(OCTOPUSH_BASE_URL)=.*$/m, '$1=http://127.0.0.1:9'),
    'busy.env': settings.replace(/^(\w+_BASE_URL)=.*$/gm, `$1=${busyUrl}`),
    'good.csv': people(octopush, 40),
    'mixed.csv': MIXED,
    'many.csv': people((person) => `+3363998${String(person).padStart(4, '0')}`, 400),
    'us.csv': people(protexting, 3),
    'us-many.csv': people(protexting, 30),
    'more-us.csv': people((person) => protexting(person + 40), 20),
    'no-phone.csv': 'name,mobil,city\nAxelle,+33639980001,Lyon\n',
    'two-phones.csv': 'mobile,phone,name\n+33639980001,+33639980002,Axelle\n',
    'open-quote.csv': 'phone,first_name\n+33639980001,"Axelle\n+33639980002,Jean\n',
    'empty.csv': '',
    [WIDE_NAME]: `phone,名前,メモ\n${octopush(1)},山田太郎,東京\n03-1234,鈴木花子,大阪と京都の間にあるとても長い場所の名前\n`,
    [LONG_NAME]: people(octopush, 3),
    'broken/contact-push.config.json': '{\n  "provider": "octopush",\n  "rat": "2/s"\n}\n',
    'unreadable/contact-push.config.json': '{\n  "provider": "octopush",\n  rate: 2\n}\n',
    'profiles/contact-push.config.json': JSON.stringify(
      { provider: 'octopush', country: 'FR', profiles: { night: { rate: '1/s', quiet: true } } },
      null,
      2,
    ),
    'elsewhere/contacts.csv': people(octopush, 3),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
}
