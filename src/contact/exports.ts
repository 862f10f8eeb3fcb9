/** Address books whose exports are known by their columns. Names are compared as everywhere, by `nameKey`. */

import type { Kind } from '../model.js';

/** A place for a phone number; each name in all its spellings. */
export interface PhonePlace {
  readonly value: readonly string[];
  /** Names of the column that says, row by row, what kind of number it is. */
  readonly label?: readonly string[];
}

export interface KnownExport {
  /** As people call it. */
  readonly name: string;
  /** Columns that are there in each such export, each in all its spellings. */
  readonly signature: readonly (readonly string[])[];
  /** How many of `phones` must be there, too. */
  readonly leastPhones: number;
  /** Places of a phone number, the best first. Where they have labels, a label that says mobile goes before. */
  readonly phones: readonly PhonePlace[];
  /** Stands between the values that share a cell. */
  readonly separator?: string;
  /** Columns with several values in a cell, of which the first is taken. */
  readonly firstOf: readonly string[];
  /** Columns with several values in a cell, all of which are taken. */
  readonly lists: readonly string[];
  /** What stands in a cell for nothing, by the kind of the field. */
  readonly blanks: Readonly<Partial<Record<Kind, readonly string[]>>>;
}

const MOST_NUMBERS = 50; // Google writes as many as the richest contact has

const GOOGLE: KnownExport = {
  name: 'Google Contacts',
  // Current exports have Label, those of some years ago have Type.
  signature: [['Phone 1 - Value'], ['Phone 1 - Label', 'Phone 1 - Type']],
  leastPhones: 1,
  phones: Array.from({ length: MOST_NUMBERS }, (_, index) => ({
    value: [`Phone ${index + 1} - Value`],
    label: [`Phone ${index + 1} - Label`, `Phone ${index + 1} - Type`],
  })),
  separator: ':::',
  firstOf: ['E-mail 1 - Value', 'Address 1 - Formatted', 'Address 1 - City'],
  lists: ['Labels', 'Group Membership'],
  blanks: {},
};

// The order of the phones: what is most likely in somebody's pocket. Numbers of other people (the company, an assistant),
// fax machines and pagers are left out.
const OUTLOOK: KnownExport = {
  name: 'Outlook',
  signature: [
    ['First Name', 'Prénom', 'Nombre'],
    ['Last Name', 'Nom', 'Apellidos', 'Apellido'],
    [
      ...['E-mail Address', 'Adresse de messagerie', 'Adresse de courrier', 'Adresse e-mail'],
      ...['Dirección de correo electrónico', 'Dirección del correo electrónico'],
    ],
  ],
  leastPhones: 2,
  phones: [
    { value: ['Mobile Phone', 'Tél. mobile', 'Téléphone mobile', 'Móvil', 'Teléfono móvil'] },
    { value: ['Primary Phone', 'Téléphone principal', 'Tél. principal', 'Teléfono principal'] },
    { value: ['Home Phone', 'Téléphone (domicile)', 'Teléfono particular', 'Particular'] },
    { value: ['Home Phone 2', 'Téléphone 2 (domicile)', 'Teléfono particular 2'] },
    { value: ['Business Phone', 'Téléphone (bureau)', 'Teléfono del trabajo'] },
    { value: ['Business Phone 2', 'Téléphone 2 (bureau)', 'Teléfono del trabajo 2'] },
    { value: ['Other Phone', 'Téléphone (autre)', 'Otro teléfono'] },
    { value: ['Car Phone', 'Téléphone (voiture)', 'Teléfono del automóvil'] },
  ],
  firstOf: [],
  lists: [],
  blanks: { date: ['0/0/00'], gender: ['Unspecified', 'Non spécifié', 'Sin especificar'] },
};

export const KNOWN_EXPORTS: readonly KnownExport[] = [GOOGLE, OUTLOOK];

/** Labels that say of a number that it is a mobile's. */
export const MOBILE_LABELS: readonly string[] = [
  ...['mobile', 'mobile phone', 'cell', 'cell phone', 'cellular', 'iphone', 'work mobile', 'home mobile', 'gsm'],
  ...['portable', 'téléphone portable', 'téléphone mobile', 'tél. mobile', 'mobile pro', 'portable pro'],
  ...['mobile professionnel', 'portable professionnel', 'mobile personnel', 'mobile perso', 'portable perso'],
  ...['móvil', 'teléfono móvil', 'celular', 'móvil del trabajo', 'móvil trabajo', 'móvil personal'],
  ...['تلفن همراه', 'همراه', 'موبایل', 'گوشی', 'تلفن همراه محل کار', 'همراه کاری', 'موبایل کاری'],
];

/** Labels of what takes no message. */
export const FAX_LABELS: readonly string[] = [
  ...['fax', 'home fax', 'work fax', 'other fax', 'pager'],
  ...['télécopie', 'fax domicile', 'fax bureau', 'fax professionnel', 'fax (domicile)', 'fax (bureau)', 'bipeur'],
  ...['fax personal', 'fax particular', 'fax de casa', 'fax del trabajo', 'fax trabajo', 'buscapersonas'],
  ...['localizador', 'فکس', 'نمابر', 'دورنگار', 'نمابر محل کار', 'نمابر خانه', 'دورنگار محل کار', 'پیجر'],
];
