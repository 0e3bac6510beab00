/** Shows and changes the RFM map of a vault. */
import type { RfmMapAnswer } from '../../shared/contract/rfm.ts';
import { CloisterError } from '../../shared/errors.ts';
import { lintRfm, type RfmSettings } from '../../shared/rfm.ts';
import { now, recordAct } from '../audit/audit.ts';
import type { Connection } from '../vault/database.ts';
import { putRecord } from '../vault/records.ts';
import type { Handlers } from './handler.ts';
import { bodyOf, remember } from './history.ts';
import { KEPT_RFM, keptRfm } from './kept-rfm.ts';

const answerOf = (db: Connection): RfmMapAnswer => {
  const { settings } = keptRfm(db);
  return { settings, usual: bodyOf(db, 'setting', KEPT_RFM) === null, lint: lintRfm(settings) };
};

export const rfmHandlers: Handlers<'rfm.get' | 'rfm.define'> = {
  'rfm.get': (_, session) => answerOf(session.vault().reader),
  'rfm.define': async ({ map }, session) => {
    const ids = map?.segments.map(({ id }) => id) ?? [];
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice !== undefined)
      throw new CloisterError(
        'INPUT_VALUE',
        `Two segments of the map have the id ${twice}.`,
        'Give each its own.',
      );
    await recordAct(session.vault(), (db) => {
      const before = bodyOf(db, 'setting', KEPT_RFM);
      const after = map as RfmSettings | null;
      putRecord(db, 'setting', KEPT_RFM, after, now());
      remember(db, 'RFM map changed', [{ kind: 'setting', id: KEPT_RFM, before, after }]);
      return {
        result: null,
        act: {
          action: 'rfm.define',
          object: KEPT_RFM,
          details: { segments: ids.length, usual: map === null },
        },
      };
    });
    return answerOf(session.vault().reader);
  },
};
