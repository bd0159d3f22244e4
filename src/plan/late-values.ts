/**
 * What stands in a planned request for what is known at the moment of sending alone. Enters: nothing. Leaves: `request.` as leaves see it. The sender
 * (src/deliver/authorise.ts) puts the values in, in signed requests and nowhere else.
 */
import type { Values } from './compiled-template';

export const lateValues: Values = Object.fromEntries(
  ['body', 'url', 'unix', 'unix_ms', 'signature'].map((name) => [name, `__carom_request_${name}__`]),
);
