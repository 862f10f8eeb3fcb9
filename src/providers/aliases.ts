/**
 * What people call the columns that several providers take, in English, French, Spanish and Persian. Case, accents,
 * spaces, `_` and `-` do not count where they are compared.
 */

export const PHONE: readonly string[] = [
  ...['phone', 'phone no', 'phone number', 'telephone', 'telephone number', 'tel', 'tel.', 'number', 'msisdn', 'gsm'],
  ...['mobile', 'mobile phone', 'mobile number', 'mobile no', 'cell', 'cell phone', 'cell number'],
  ...['téléphone', 'numéro', 'numéro de téléphone', 'téléphone portable', 'téléphone mobile', 'tél. mobile'],
  ...['portable', 'numéro de portable', 'numéro de mobile'],
  ...['teléfono', 'teléfono móvil', 'móvil', 'celular', 'número', 'número de teléfono', 'número de móvil'],
  ...['تلفن', 'شماره', 'شماره تلفن', 'موبایل', 'شماره موبایل', 'همراه', 'تلفن همراه', 'شماره همراه'],
  ...['شماره تلفن همراه', 'شماره همراه مخاطب'],
  'phone 1 - value',
];

export const FIRST_NAME: readonly string[] = [
  ...['first name', 'given name', 'forename', 'fname', 'prénom', 'prénoms', 'nombre', 'nombre de pila'],
  ...['primer nombre', 'نام', 'نام کوچک', 'اسم'],
];

export const LAST_NAME: readonly string[] = [
  ...['last name', 'family name', 'surname', 'lname', 'nom', 'nom de famille', 'apellido', 'apellidos'],
  ...['نام خانوادگی', 'فامیلی', 'نام فامیل'],
];

export const EMAIL: readonly string[] = [
  ...['email', 'e-mail address', 'mail', 'courriel', 'adresse e-mail', 'adresse électronique'],
  ...['adresse de messagerie', 'correo', 'correo electrónico', 'dirección de correo electrónico'],
  ...['ایمیل', 'پست الکترونیک', 'رایانامه', 'e-mail 1 - value'],
];
