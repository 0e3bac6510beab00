/** Before the first of the window's tests: the window is built and the sample project made, as `npm start` does. */
import { buildSample } from '../../build/sample-project.ts';
import { buildWindow } from '../../build/window.ts';

/** @throws Error when either cannot be made */
export const setup = (): void => {
  if (buildWindow() !== 0) throw new Error('the window could not be built');
  if (buildSample() !== 0) throw new Error('the sample project could not be made');
};
