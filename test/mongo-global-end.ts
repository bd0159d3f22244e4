/** Ends what `mongo-global.ts` started. */
import { stop } from './mongo-global';

export default stop;
