/** `lens`: who is admitted for a purpose on a date, who is left out, and why. */
import { counted, shareOf, told } from '../../shared/charts/words.ts';
import type { LensAnswer } from '../../shared/contract/answers.ts';
import type { Exclusion } from '../../shared/vocabulary.ts';
import { type Command, form } from '../command.ts';
import { LENS_OPTIONS, lensOf, showLens } from '../lens-options.ts';
import type { Out } from '../output.ts';
import { VAULT_OPTIONS } from '../passphrase.ts';
import { openVault } from './vault.ts';

const WHY: Record<Exclusion, string> = {
  NO_RECORD: 'nothing is on record for this purpose',
  WITHDRAWN: 'took consent back',
  REFUSED: 'said no',
  EXPIRED: 'consent was given too long ago',
  OBJECTED: 'objected',
  UNKNOWN: 'what is on record cannot be understood',
  OPTED_OUT: 'opted out of sale and sharing, by a signal or a choice',
  WEAK_EVIDENCE: 'a yes that cannot be shown well enough',
  REVOKED: 'what was said was declared invalid',
  MINOR: 'a minor, and the purpose is profiling',
  ART9: 'the purpose needs an explicit consent, and none is on record',
};

/** Everyone known as a bar: admitted filled, left out shaded, with the counts under its ends. */
export const showRuler = (out: Out, { known, admitted }: LensAnswer): void => {
  if (known === 0) return;
  const width = out.width - 2;
  // A lens that admits somebody shows at least one filled cell, and one that leaves somebody out a shaded one.
  const exact = Math.round((admitted / known) * width);
  const filled = admitted === known ? width : admitted === 0 ? 0 : Math.min(width - 1, Math.max(1, exact));
  out.line(`▕${'█'.repeat(filled)}${'░'.repeat(width - filled)}▏`);
  const left = ` ${told(admitted)} admitted`;
  const right = `${told(known - admitted)} left out `;
  out.line(left + right.padStart(out.width - left.length));
};

export const lensCommand: Command = {
  name: 'lens',
  summary: 'who is admitted for a purpose on a date, and why the others are left out',
  about: ['Every number of every command with --purpose and --as-of is computed from these people alone.'],
  example: 'cloister lens shop --purpose personalize --as-of 2026-07-01',
  forms: [
    form({
      words: ['VAULT'],
      options: { ...LENS_OPTIONS, ...VAULT_OPTIONS },
      summary: 'look at a lens',
      run: async ([path], values, context) => {
        await openVault(context, path, values);
        const lens = lensOf(values);
        const answer = await context.call('lens.describe', lens);
        return {
          json: answer,
          show: (out) => {
            showLens(out, lens, values, answer);
            out.line();
            showRuler(out, answer);
            out.line();
            const { known } = answer;
            const share = (people: number): string => shareOf(people, known);
            out.table(
              [
                { head: '' },
                { head: 'people', align: 'right' },
                { head: 'share', align: 'right' },
                { head: 'why', wraps: 1 },
              ],
              [
                ['admitted', told(answer.admitted), share(answer.admitted), `consent covers ${answer.label}`],
                ...answer.leftOut.map(({ reason, people }) => [
                  reason.toLowerCase().replaceAll('_', ' '),
                  told(people),
                  share(people),
                  WHY[reason],
                ]),
                [
                  'known',
                  told(known),
                  '',
                  counted(known, 'person in the vault', 'people in the vault').replace(/^\S+ /, ''),
                ],
              ],
            );
          },
        };
      },
    }),
  ],
};
