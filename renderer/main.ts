/** Starts the window: connects to the engine and shows the frame. */
import { connect } from './transport/connect.ts';

const { shell } = await connect();
const place = document.getElementById('app');
if (place !== null) place.textContent = `Cloister (${shell.kind})`;
