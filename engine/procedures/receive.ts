/** Files handed in by their bytes: only into an open vault, and gone when it closes. */
import type { Handlers } from './handler.ts';

export const receiveHandlers: Handlers<'intake.receive' | 'intake.discard'> = {
  'intake.receive': (input, session) => {
    session.vault();
    return session.received.take(input);
  },
  'intake.discard': (_, session) => {
    session.received.clear();
    return null;
  },
};
