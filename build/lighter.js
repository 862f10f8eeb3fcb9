import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Plugins that leave out of packages what takes long to load and is not used, or put it off until it is. */
export function lighter() {
  return [undiciInPart(), http1Alone(), processAsIs(), childrenLate(), tablesLate(), metadataAsText()];
}

/**
 * The two dispatchers that are used: the whole of undici takes longer to load than all else. It gives dispatchers their
 * `connect`, too, with which they open a way through a proxy.
 */
function undiciInPart() {
  const home = join(process.cwd(), 'node_modules/undici/lib/');
  const parts = { Pool: 'dispatcher/pool.js', EnvHttpProxyAgent: 'dispatcher/env-http-proxy-agent.js' };
  const connect = [
    `import Dispatcher from ${JSON.stringify(`${home}dispatcher/dispatcher.js`)};`,
    `import connect from ${JSON.stringify(`${home}api/api-connect.js`)};`,
    'Dispatcher.prototype.connect = connect;',
  ];
  return {
    name: 'undici in part',
    resolveId: (id) => (id === 'undici' ? '\0undici' : null),
    load: (id) =>
      id === '\0undici'
        ? [
            ...connect,
            ...Object.entries(parts).map(
              ([name, file]) => `export { default as ${name} } from ${JSON.stringify(home + file)};`,
            ),
          ].join('\n')
        : null,
  };
}

/** No connection is offered HTTP/2, and what speaks it loads Node's, too. */
function http1Alone() {
  return {
    name: 'http 1 alone',
    load: (id) =>
      id.endsWith(join('undici', 'lib', 'dispatcher', 'client-h2.js')) ? 'module.exports = undefined;' : null,
  };
}

/** To import `node:process` reads all that it has, some of which takes long to come by. */
function processAsIs() {
  return {
    name: 'process as it is',
    resolveId: { filter: { id: /^node:process$/ }, handler: () => '\0process' },
    load: (id) => (id === '\0process' ? 'module.exports = globalThis.process;' : null),
  };
}

/** commander would load it for commands that are programs of their own, and there are none. */
function childrenLate() {
  const late = "module.exports = { get spawn() { return require('child_process').spawn; } };";
  return {
    name: 'children late',
    resolveId: (id, importer) =>
      id === 'node:child_process' && importer?.includes(join('node_modules', 'commander')) ? '\0children' : null,
    load: (id) => (id === '\0children' ? late : null),
  };
}

/** What string-width makes when it is loaded: the tables for that are large, and few texts need them. */
function tablesLate() {
  const late = [
    [
      'const segmenter = new Intl.Segmenter();',
      'let made; const segmenter = { segment: (text) => (made ??= new Intl.Segmenter()).segment(text) };',
    ],
    [
      'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
      "let emoji; const rgiEmojiRegex = { test: (text) => (emoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text) };",
    ],
  ];
  return {
    name: 'tables late',
    transform(code, id) {
      if (!id.endsWith(join('node_modules', 'string-width', 'index.js'))) return null;
      if (late.some(([made]) => !code.includes(made))) throw new Error('string-width makes its tables otherwise now');
      return late.reduce((text, [made, later]) => text.replace(made, () => later), code);
    },
  };
}

/** A literal of this size takes several times as long to read as JSON does. */
function metadataAsText() {
  return {
    name: 'metadata as text',
    load(id) {
      if (!id.endsWith(join('libphonenumber-js', 'metadata.max.json.js'))) return null;
      const text = JSON.stringify(JSON.parse(readFileSync(id.replace(/\.js$/, ''), 'utf8')));
      return `export default JSON.parse(${JSON.stringify(text)});`;
    },
  };
}
