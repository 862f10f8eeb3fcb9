/** What each service accepts. */
export interface Credentials {
  readonly octopush: { readonly login: string; readonly key: string };
  readonly protexting: { readonly token: string };
  readonly amoot: { readonly token: string };
}

/** What the sandbox accepts unless told otherwise. Opens nothing in the world. */
export const CREDENTIALS: Credentials = {
  octopush: { login: 'sandbox@example.org', key: 'sandbox-key' },
  protexting: { token: 'sandbox-token' },
  amoot: { token: 'sandbox-token' },
};
