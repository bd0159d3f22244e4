/**
 * Is it a machine that reads links: crawlers, link previews, scanners, command lines. Enters: a user agent. Leaves: yes or no. It never looks at a list
 * of addresses, and takes an unknown user agent for a person: a bot that gets in costs a touch, a person who is kept out costs an install.
 */
import { createIsbotFromList, list } from 'isbot';

/** It takes every user agent that is one plain word for a bot; servers name their phones so, and apps themselves. */
const anyPlainWord = '^[\\w \\.\\-\\(?:\\):%]+(?:/v?\\d+(?:\\.\\d+)?(?:\\.\\d{1,10})*?)?(?:,|$)';
/** It takes the Android client for one: most apps' own user agents end in `okhttp/4.12.0`. */
const anyHttp = '(?<!lib)http';
const httpButOkhttp = '(?<!lib|ok)http';

const matches = createIsbotFromList(
  list
    .filter((pattern) => pattern !== anyPlainWord)
    .map((pattern) => (pattern === anyHttp ? httpButOkhttp : pattern)),
);

/** Node's own fetch: no crawler, but somebody's script that tries a link or tells of a click. */
const spared = 'node';

export function isBot(userAgent: string | undefined): boolean {
  return userAgent !== undefined && userAgent !== '' && userAgent !== spared && matches(userAgent);
}
