/** What an officer does with a prepared release: look, approve, deny, and decide whether releases wait at all. */
import { resolve } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import { now, recordAct } from '../audit/audit.ts';
import { acknowledgeLost, lostSince } from '../privacy/subjects/repeat.ts';
import { clearChoice } from './clearing.ts';
import type { Handlers } from './handler.ts';
import { writeCleared } from './release.ts';
import {
  approvalSetting,
  listRequests,
  putRequest,
  setApproval,
  settleRequest,
  showRequest,
  waitingRequest,
} from './requests.ts';

export const approvalHandlers: Handlers<
  | 'release.prepare'
  | 'release.list'
  | 'release.show'
  | 'release.approve'
  | 'release.deny'
  | 'release.acknowledge'
  | 'release.lost'
  | 'release.approval'
  | 'release.setApproval'
> = {
  'release.prepare': (input, session) => putRequest(session, { ...input, folder: resolve(input.folder) }),
  'release.list': (_, session) => listRequests(session),
  'release.show': ({ id }, session) => showRequest(session, id),
  'release.approve': async ({ id, folder, replace, reason }, session, run) => {
    const { input, digest } = waitingRequest(session, id);
    run.progress('Clearing the release', 0, 3, 'steps');
    const cleared = await clearChoice(session, input);
    // The officer approves what was shown, not what the data has become since.
    if (!cleared.digest.equals(digest))
      throw new CloisterError(
        'PRIVACY_REFUSED',
        `Release ${id} is no longer what was prepared: data, consent, segments or earlier releases have changed (rule: approved as shown). Nothing was written.`,
        'Deny it, and prepare it again.',
      );
    return writeCleared(
      session,
      { ...input, folder: folder ?? input.folder, replace: replace ?? input.replace },
      cleared,
      { id, reason },
      run,
    );
  },
  'release.deny': async ({ id, reason }, session) => {
    waitingRequest(session, id);
    await recordAct(session.vault(), (db) => {
      settleRequest(db, id, 'denied', reason, now());
      const { name } = showRequest(session, id);
      return {
        result: null,
        act: { action: 'release.deny', object: name, details: { request: id }, note: reason },
      };
    });
    const { answer: _, ...request } = showRequest(session, id);
    return request;
  },
  'release.acknowledge': ({ reason }, session) =>
    recordAct(session.vault(), (db) => {
      const { releases, files } = lostSince(db);
      const acknowledged = acknowledgeLost(db);
      return {
        result: { acknowledged },
        act: { action: 'release.acknowledge', details: { releases, files }, note: reason },
      };
    }),
  'release.lost': (_, session) => lostSince(session.vault().reader),
  'release.approval': (_, session) => approvalSetting(session),
  'release.setApproval': ({ needed }, session) => setApproval(session, needed),
};
