import { amoot } from './amoot.js';
import { octopush } from './octopush.js';
import { protexting } from './protexting.js';
import type { Provider } from './provider.js';

/** In the order in which help lists them. */
export const providers: readonly Provider[] = [octopush, protexting, amoot];

/** The provider of that name, in any case; undefined when there is none. */
export function findProvider(name: string): Provider | undefined {
  return providers.find((provider) => provider.name === name.trim().toLowerCase());
}
