/** Every vendor whose clients are understood. Enters: nothing. Leaves: one list. */
import { adjust } from './adjust';
import { appsflyer } from './appsflyer';
import type { Dialect } from './dialect';

export const dialects: readonly Dialect[] = [appsflyer, adjust];
