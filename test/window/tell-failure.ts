/** Beside every file of the window's tests: when a test fails, each window that is open says what it shows. */
import { afterEach } from 'vitest';
import { tellOpened } from './driver.ts';

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await tellOpened();
});
