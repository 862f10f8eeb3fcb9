import { CREDENTIALS } from '../sandbox/credentials.js';

/** The settings that make the program talk to a sandbox at `url`, as they stand in `.env`. */
export function standInSettings(url: string): Readonly<Record<string, string>> {
  return {
    OCTOPUSH_BASE_URL: url,
    OCTOPUSH_API_LOGIN: CREDENTIALS.octopush.login,
    OCTOPUSH_API_KEY: CREDENTIALS.octopush.key,
    PROTEXTING_BASE_URL: url,
    PROTEXTING_ACCESS_TOKEN: CREDENTIALS.protexting.token,
    AMOOT_BASE_URL: url,
    AMOOT_TOKEN: CREDENTIALS.amoot.token,
  };
}
