/** What other programs may import: the pipeline, its nouns, and the providers. */

export { mapColumns } from './contact/columns.js';
export { openHttp } from './delivery/http.js';
export { ConfigError, InputError, StorageError, UsageError } from './errors.js';
export { importContacts, type Job, newProgress, type Progress, type Result, type World } from './import.js';
export { openInput } from './input/index.js';
export type { Ledger } from './ledger/ledger.js';
export { openLedger } from './ledger/sqlite.js';
export type * from './model.js';
export { findProvider, providers } from './providers/index.js';
export type { Provider, Wire } from './providers/provider.js';
