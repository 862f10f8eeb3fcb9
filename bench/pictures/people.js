// Lists of people who do not exist, with numbers that are kept for fiction.
const FIRST = 'Axelle Noé Lucie Jean Inès Hugo Zoé Louis Chloé Adam Léa Paul Manon Jules Anaïs Marc'.split(' ');
const LAST = 'Durand Petit Martin Blanc Moreau Garnier Faure Roux Lambert Perrin Colin Marchand'.split(' ');
const AREAS = ['212', '305', '415', '512', '617', '646', '702', '808', '917'];

/** A CSV for Octopush; of a hundred rows, so many times hundred `faulty` are not as they should be. */
export function frenchPeople(count, faulty) {
  const every = faulty === 0 ? Number.POSITIVE_INFINITY : Math.round(1 / faulty);
  const rows = Array.from({ length: count }, (_, index) => {
    const name = `${FIRST[(index * 7) % FIRST.length]},${LAST[(index * 5) % LAST.length]}`;
    const phone = `06 39 98 ${two(1 + Math.floor(index / 100))} ${two(index % 100)}`;
    if (index % 401 === 400) return `06 39 98 01 ${two(index % 7)},${name}`;
    if (index % every !== every - 1) return `${phone},${name}`;
    return [`4.41E+11,${name}`, `${phone.slice(0, 11)},${name}`, `,${name}`, `+33639980091,${name}`][
      Math.floor(index / every) % 4
    ];
  });
  return `phone,first_name,last_name\n${rows.join('\n')}\n`;
}

/** A CSV for ProTexting with much that is wrong. */
export function americanPeople(count) {
  const odd = [
    '(212) 555-01',
    '4.41E+11',
    '16465550191',
    'call the office',
    '16465550192',
    '212 555 0143 / 212 555 0144',
    '',
    '16465550193',
    '212 555 0199 ext 4',
  ];
  const rows = Array.from({ length: count }, (_, index) => {
    const name = `${FIRST[(index * 3) % FIRST.length]} ${LAST[(index * 5) % LAST.length]}`;
    const area = AREAS[Math.floor(index / 100) % AREAS.length];
    const phone = index % 17 === 16 ? odd[Math.floor(index / 17) % odd.length] : `(${area}) 555-01${two(index % 100)}`;
    return `${phone},${name},${index % 3 === 0 ? 'newsletter' : 'offers'}`;
  });
  return `mobile,name,interest\n${rows.join('\n')}\n`;
}

function two(number) {
  return String(number).padStart(2, '0');
}
