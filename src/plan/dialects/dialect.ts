/** What an import speaks of. Enters: nothing. Leaves: types, and the table of what may not be converted. */
import type { ActivityKind } from '../../model/activity';

/** Whose macros a URL is written in; of two that explain it equally well, the first. */
export const dialects = ['adjust', 'appsflyer', 'branch', 'singular', 'tune', 'voluum', 'kochava'] as const;
export type Dialect = (typeof dialects)[number];

export const dialectTitles: Readonly<Record<Dialect, string>> = {
  adjust: 'Adjust',
  appsflyer: 'AppsFlyer',
  branch: 'Branch',
  singular: 'Singular',
  kochava: 'Kochava',
  voluum: 'Voluum',
  tune: 'TUNE (HasOffers)',
};

/** Why something of a URL is not in the template as it stood: code → what it means. */
export const importProblems = {
  became_setting:
    "The dialect has no such macro, or the text asks to be replaced: it is the partner's own, so it became a setting that the integration fills in. An empty one is left out of the request.",
  no_such_value: 'Carom never has this value; the message says why. The leaf is left out.',
  callback_only: 'Callback URLs have this value and templates do not. The leaf is left out.',
  no_such_function: 'The function or condition has no helper that does the same. The leaf is left out.',
  differs:
    "Converted, but the vendor's value is near Carom's and not the same, or its form is not published: compare before you switch it on.",
  macro_in_key: 'A macro stands in the name of a parameter; names are plain text. The parameter is left out.',
  duplicate_key: 'The name stands twice; the first is kept.',
  empty_value: 'The parameter has no name or no value. It is left out.',
  unreadable: 'Braces or backslashes that no macro of the dialect explains. The leaf is left out.',
  fragment: 'What follows # is never sent. It is left out.',
  credentials: 'A URL may hold no user and password. They are left out: use a header.',
  kinds_guessed: 'A URL does not say of which kinds it is: these were guessed from its macros and path.',
  event_token: 'A callback of one event: it is sent for events that the integration maps to this token.',
  no_such_kind: 'Partners hear of no touches. The callback is left out.',
  bare_value: 'A macro without quotes in JSON: taken as a number where the value is one, else as text.',
} as const;
export type ImportCode = keyof typeof importProblems;

export interface ImportProblem {
  readonly code: ImportCode;
  /** Within the template; of what is left out, where it would stand. */
  readonly path: string;
  /** As it stood in the source. */
  readonly macro?: string;
  readonly message: string;
  readonly suggestion?: string;
}

/** One URL to import. */
export interface ImportSource {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** JSON or a form, as it was pasted. */
  readonly body?: string | undefined;
  /** Absent: guessed. */
  readonly on?: readonly ActivityKind[] | undefined;
  readonly id?: string | undefined;
  /** By the partner's names. */
  readonly events?: readonly string[] | undefined;
}
