import { describe, expect, it } from 'vitest';
import { checkCaCertificates, checkNode, checkStateFolder } from '../../../src/cli/doctor/here.js';
import { ConfigError } from '../../../src/errors.js';
import { desk } from '../../support/program.js';

describe('this Node', () => {
  it.each(['18.20.8', '20.18.3'])('is too old as %s', (version) => {
    expect(checkNode(version)).toMatchObject({ mark: 'wrong', exit: 2 });
    expect(checkNode(version).text).toContain('20.19 or later is needed');
  });

  it.each(['20.19.0', '22.0.0', '24.1.0'])('is new enough as %s', (version) => {
    expect(['ok', 'note']).toContain(checkNode(version).mark);
  });
});

describe('the state folder', () => {
  it('is found wanting where there is no home for it', async () => {
    const homeless = (): string => {
      throw new ConfigError('there is no home folder');
    };
    expect(await checkStateFolder(homeless)).toMatchObject({ mark: 'wrong', text: 'there is no home folder' });
  });

  it('can lie deep below a folder that is there', async () => {
    const { path } = await desk();
    expect(await checkStateFolder(() => path('a/b/c'))).toMatchObject({ mark: 'ok' });
  });
});

describe('more authorities', () => {
  it('are looked at where they are named', async () => {
    const { write, path } = await desk();
    expect(await checkCaCertificates(undefined)).toBeUndefined();
    expect(await checkCaCertificates(path('none.pem'))).toMatchObject({ mark: 'note' });
    expect(await checkCaCertificates(await write('der.pem', '\x30\x82'))).toMatchObject({ mark: 'note' });
  });
});
