/** `attack`: tries to compute from packages what they should not tell. */
import { counted } from '../../shared/charts/words.ts';
import { CloisterError } from '../../shared/errors.ts';
import { type Command, form } from '../command.ts';
import { showRisk } from './release.ts';

export const attackCommand: Command = {
  name: 'attack',
  summary: 'attack packages: subtraction, bounds of hidden cells, hashes; reads nothing but them',
  about: [
    'It needs no vault and no passphrase. It subtracts what can be subtracted inside and across the packages, solves every table for its hidden cells, and looks for identifiers and for hashes that a dictionary opens. Then it prints the risk that the printed sizes leave, also in larger populations that the people may be a sample of. The exit status is 3 where something is found.',
    'That nothing is found proves no more than that these attacks fail: any combination of figures can leak, and only noise composes.',
  ],
  example: 'cloister attack spring summer autumn --dictionary known-addresses.txt',
  forms: [
    form({
      words: ['PACKAGE…'],
      options: {
        dictionary: {
          kind: 'text',
          value: 'F',
          help: 'identifiers to try against whatever looks like a hash, one a line',
        },
      },
      summary: 'attack packages',
      run: async (folders, { dictionary }, context) => {
        const answer = await context.call('package.attack', {
          folders,
          ...(dictionary === undefined ? {} : { dictionary }),
        });
        const found = answer.attacks.reduce((sum, line) => sum + line.found.length, 0);
        return {
          json: answer,
          show: (out) => {
            for (const { attack, tried, found: list } of answer.attacks) {
              out.heading(
                `${attack}: ${list.length === 0 ? 'nothing found' : `${counted(list.length, 'finding', 'findings')}`}`,
              );
              out.paragraph(`Tried: ${tried}.`, 2);
              for (const text of list) out.paragraph(`- ${text}`, 2);
            }
            for (const { name, risk } of answer.risks)
              showRisk(out, risk, answer.risks.length === 1 ? '' : ` of ${name}`);
          },
          ...(answer.clean
            ? {}
            : {
                failed: new CloisterError(
                  'PRIVACY_REFUSED',
                  `The attacks found ${counted(found, 'thing', 'things')} that the packages should not tell.`,
                  'Do not hand the packages out; coarsen the segments and release again.',
                ),
              }),
        };
      },
    }),
  ],
};
