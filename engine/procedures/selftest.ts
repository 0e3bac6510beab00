/** The self-test: needs no vault and changes nothing. */
import { runSelftest } from '../selftest/selftest.ts';
import type { Handlers } from './handler.ts';

export const selftestHandlers: Handlers<'selftest.run'> = {
  'selftest.run': async (_, __, run) => {
    const rows = await runSelftest(run);
    const held = rows.filter(({ holds }) => holds).length;
    return { rows, held, failed: rows.length - held };
  },
};
