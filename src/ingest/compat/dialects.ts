/** Every vendor whose clients are understood. Enters: nothing. Leaves: one list. */
import { adjust } from './adjust';
import { appsflyer } from './appsflyer';
import { branch } from './branch';
import type { Dialect } from './dialect';
import { kochava } from './kochava';
import { singular } from './singular';

export const dialects: readonly Dialect[] = [appsflyer, adjust, branch, singular, kochava];
