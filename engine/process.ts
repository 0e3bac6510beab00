/**
 * The engine as a process of its own, which both shells start. The locks come first, before anything else is loaded;
 * its threads load them too.
 */
import './jobs/locks.ts';
import { serve } from './host.ts';

serve();
