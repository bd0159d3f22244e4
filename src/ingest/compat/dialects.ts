/** Every vendor whose clients are understood. Enters: nothing. Leaves: one list. */
import { appsflyer } from './appsflyer';
import type { Dialect } from './dialect';

export const dialects: readonly Dialect[] = [appsflyer];
