/** `verify`: checks a package without the vault it came from. */
import { CloisterError } from '../../shared/errors.ts';
import { type Command, form } from '../command.ts';
import { showChecks } from './vault.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'check a package without the vault: complete, unaltered, within its limits',
  about: [
    'It needs no vault and no passphrase, so whoever receives a package can check it. The exit status is 1 where a check fails.',
  ],
  example: 'cloister verify shop-export',
  forms: [
    form({
      words: ['PACKAGE'],
      options: {},
      summary: 'verify a package',
      run: async ([folder], _, context) => {
        const checks = await context.call('package.verify', { folder });
        const failed = checks.find(({ passed }) => !passed);
        return {
          json: { ok: failed === undefined, checks },
          show: (out) => showChecks(out, checks),
          ...(failed === undefined
            ? {}
            : {
                failed: new CloisterError(
                  'PACKAGE_INVALID',
                  `The package does not hold: ${failed.check}. ${failed.detail}`,
                  'Do not use it; ask whoever made it for a fresh one.',
                ),
              }),
        };
      },
    }),
  ],
};
