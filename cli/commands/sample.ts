/** `sample`: realistic customers, orders, events and consents, made on this machine. */
import { join } from 'node:path';
import { number } from '../../shared/charts/words.ts';
import { type Command, form } from '../command.ts';
import { bytesText } from '../progress.ts';

export const sampleCommand: Command = {
  name: 'sample',
  summary: 'realistic customers, orders, events and consents, made here',
  about: [
    'Nobody in it exists. The same numbers and seed give the same bytes. A plan for `cloister run` comes with it.',
  ],
  example: 'cloister sample shop --customers 5000 --seed 7',
  forms: [
    form({
      words: ['DIR'],
      options: {
        customers: { kind: 'integer', from: 1, to: 20_000_000, help: 'number of customers (2,000)' },
        events: { kind: 'integer', from: 0, to: 1000, help: 'mean number of events of a customer (10)' },
        seed: { kind: 'integer', from: 0, to: Number.MAX_SAFE_INTEGER, help: 'seed (1)' },
      },
      summary: 'write a sample',
      run: async ([folder], { customers, events, seed }, context) => {
        const answer = await context.call('sample.write', {
          folder,
          ...(customers === undefined ? {} : { customers }),
          ...(events === undefined ? {} : { events }),
          ...(seed === undefined ? {} : { seed }),
        });
        return {
          json: answer,
          show: (out) => {
            out.table(
              [{ head: 'file' }, { head: 'records', align: 'right' }, { head: 'size', align: 'right' }],
              answer.files.map(({ name, rows, bytes }) => [
                join(folder, name),
                number(rows),
                bytesText(bytes),
              ]),
            );
            out.heading(`The data ends on ${answer.asOf}: use it as --as-of. The whole job:`);
            out.line(`  cloister run ${join(folder, 'plan.yaml')} --vault VAULT --out DIR`);
          },
        };
      },
    }),
  ],
};
