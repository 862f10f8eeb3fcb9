/** What other programs may import: the pipeline, what it is made of, and the providers. */

export { systemClock } from './clock.js';
export { type Mapping, mapColumns, type Wishes } from './contact/columns.js';
export { type DateRules, PLAIN_DATES } from './contact/dates.js';
export type { PhoneCheck, PhoneRules } from './contact/phone.js';
export type { ReadingRules } from './contact/read.js';
export type { MaxErrors } from './delivery/errors-limit.js';
export type { Heard, HeardCall, PaceChange, Wait } from './delivery/heard.js';
export { type Http, type HttpOptions, openHttp } from './delivery/http.js';
export { redactor } from './delivery/redact.js';
export type { Held, Tempo } from './delivery/tempo.js';
export { BusyError, ConfigError, InputError, StorageError, UsageError } from './errors.js';
export {
  type InputJob,
  importContacts,
  type Job,
  newProgress,
  type Progress,
  type Result,
  reconcileUnknown,
  retryFailed,
  type World,
} from './import.js';
export { type Input, type InputOptions, openInput } from './input/index.js';
export type * from './ledger/ledger.js';
export { openLedger } from './ledger/sqlite.js';
export type * from './model.js';
export { findProvider, providers } from './providers/index.js';
export type { Check, Credit, Finding, Limits, Provider, SentContact, Setting, Wire } from './providers/provider.js';
export type { Planned } from './survey.js';
