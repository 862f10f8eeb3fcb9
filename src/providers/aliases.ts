/**
 * What people call the columns that several providers take, in English, French, Spanish and Persian. Case, accents,
 * spaces, `_` and `-`, and what stands behind a name (`:`, `*`, `(optional)`) do not count where they are compared.
 */

export const PHONE: readonly string[] = [
  ...['phone', 'phone no', 'phone number', 'telephone', 'telephone number', 'telephone no', 'tel', 'tel no'],
  ...['tel number', 'number', 'msisdn', 'gsm', 'gsm number', 'contact number', 'contact phone'],
  ...['mobile', 'mobile phone', 'mobile phone number', 'mobile number', 'mobile no', 'mobile tel', 'phone mobile'],
  ...['cell', 'cell phone', 'cell phone number', 'cell number', 'cellular', 'cellular phone'],
  ...['téléphone', 'numéro', 'numéro de téléphone', 'numéro téléphone', 'numéro de tél', 'numéro tél', 'num tél'],
  ...[
    'n° de téléphone',
    'n° téléphone',
    'n° de tél',
    'n° tél',
    'no de téléphone',
    'téléphone portable',
    'tél portable',
  ],
  ...['téléphone mobile', 'tél. mobile', 'portable', 'numéro de portable', 'numéro portable', 'n° de portable'],
  ...[
    'n° portable',
    'numéro de mobile',
    'n° de mobile',
    'n° mobile',
    'numéro gsm',
    'numéro de gsm',
    'n° gsm',
    'tél gsm',
  ],
  ...['teléfono', 'teléfono móvil', 'teléfono celular', 'teléfono de contacto', 'tel móvil', 'tlf', 'tlfno', 'tfno'],
  ...['móvil', 'celular', 'número', 'número de teléfono', 'número teléfono', 'número telefónico', 'número de móvil'],
  ...['número móvil', 'número de celular', 'número celular', 'n° de teléfono móvil', 'n° de móvil', 'n° móvil'],
  ...['nº de teléfono', 'nº teléfono', 'nº de móvil', 'nº móvil', 'nº de celular', 'nº celular'],
  ...['تلفن', 'شماره', 'شماره تلفن', 'موبایل', 'شماره موبایل', 'همراه', 'تلفن همراه', 'شماره همراه'],
  ...['شماره تلفن همراه', 'شماره همراه مخاطب', 'تلفن موبایل', 'شماره تلفن موبایل', 'شماره تماس', 'تلفن تماس'],
  ...['شماره موبایل مخاطب', 'موبایل مخاطب', 'شماره گوشی', 'گوشی'],
  'phone 1 - value',
];

export const FIRST_NAME: readonly string[] = [
  ...['first name', 'given name', 'forename', 'fname', 'contact first name'],
  ...['prénom', 'prénoms', 'prénom(s)', 'prénom usuel', 'prénom du contact', 'prénom du client'],
  ...['nombre', 'nombres', 'nombre(s)', 'nombre de pila', 'primer nombre'],
  ...['نام', 'نام کوچک', 'اسم', 'اسم کوچک'],
];

export const LAST_NAME: readonly string[] = [
  ...['last name', 'family name', 'surname', 'lname', 'contact last name'],
  ...['nom', 'nom de famille', "nom d'usage", 'nom usuel', 'nom patronymique'],
  ...['apellido', 'apellidos', 'apellido(s)', 'primer apellido'],
  ...['نام خانوادگی', 'فامیلی', 'فامیل', 'نام فامیل', 'نام فامیلی', 'شهرت'],
];

export const EMAIL: readonly string[] = [
  ...['email', 'email address', 'mail', 'mail address', 'email 1'],
  ...['courriel', 'adresse e-mail', 'adresse mail', 'adresse courriel', 'adresse de courriel', 'mél', 'adresse mél'],
  ...['adresse électronique', 'adresse de messagerie', 'adresse de courrier', 'adresse de courrier électronique'],
  ...['correo', 'correo electrónico', 'correo e', 'dirección de correo', 'dirección de correo electrónico'],
  ...['dirección del correo electrónico', 'dirección de email', 'dirección email'],
  ...['ایمیل', 'آدرس ایمیل', 'نشانی ایمیل', 'پست الکترونیک', 'پست الکترونیکی', 'آدرس پست الکترونیک', 'رایانامه'],
  'e-mail 1 - value',
];

/** The n-th field of a person's own making. */
export function customText(n: number): readonly string[] {
  return [
    ...[`custom ${n}`, `custom field ${n}`, `free text ${n}`, `custom field ${n} - value`],
    ...[`champ personnalisé ${n}`, `champ perso ${n}`, `champ libre ${n}`, `texte libre ${n}`],
    ...[`campo personalizado ${n}`, `campo libre ${n}`, `texto libre ${n}`],
    ...[`فیلد سفارشی ${n}`, `فیلد دلخواه ${n}`, `متن دلخواه ${n}`],
  ];
}
