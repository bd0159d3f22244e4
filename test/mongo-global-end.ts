/** Ends what `mongo-global.ts` started. */
import { stop } from './mongo-global';

// eslint-disable-next-line no-restricted-exports -- jest calls a module's default
export default stop;
