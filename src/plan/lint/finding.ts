/** What lint finds in a template that is valid or nearly so. Enters: nothing. Leaves: the table of codes, and the shape of a finding. */

export const findingCodes = {
  foreign_macro: {
    meaning: "Another system's macro is left in: it would be sent as it stands.",
    fix: 'Put a value of Carom in its place: docs/placeholders.md has the names side by side.',
  },
  encoded_braces: {
    meaning: 'Braces are percent-encoded, so nothing fills them.',
    fix: 'Write {{…}} plainly: what fills it is encoded for its place.',
  },
  unbalanced_braces: {
    meaning: 'A brace has no partner.',
    fix: 'Close it, or take it out.',
  },
  unknown_placeholder: {
    meaning: 'No value of this name is ever there.',
    fix: 'Take the nearest right one, if it is what you meant.',
  },
  not_carried: {
    meaning: "None of the postback's kinds carries this value: the leaf is always empty.",
    fix: 'Take it out, or move it to a postback of a kind that carries it.',
  },
  duplicate_key: {
    meaning: 'A name stands twice, once with a question mark and once without, or in capitals and not.',
    fix: 'Keep one.',
  },
  double_encoding: {
    meaning: 'Text is percent-encoded already and would be encoded again.',
    fix: 'Write it plainly.',
  },
  plain_http: {
    meaning: 'The request goes over plain HTTP: who is on the way can read and change it.',
    fix: 'Write https:// where the partner answers there.',
  },
  time_unit: {
    meaning:
      "The time's unit is not the one that its name says, or not the one it has under this name elsewhere in the template.",
    fix: 'unix makes seconds, unix_ms milliseconds, iso RFC 3339.',
  },
  money_unit: {
    meaning: "The amount's unit is not the one that its name says.",
    fix: 'cents makes hundredths, micros millionths; amounts plain are full units in the currency that was reported.',
  },
  no_click_id: {
    meaning: 'Nothing says whose conversion it is: no click id, no device, no user.',
    fix: 'Add {{touch.partner_click_id}} under the name that the partner gives its click id.',
  },
  no_conversion_id: {
    meaning: 'Nothing tells one conversion from another, so a repeat would count twice.',
    fix: 'Add {{activity.id}} or {{activity.transaction_id}} where the partner takes an id.',
  },
  personal_data: {
    meaning: 'Personal data would go out unhashed.',
    fix: 'Take a hashed form: user.email_sha256, user.phone_sha256, or the helper sha256.',
  },
  no_consent: {
    meaning:
      'Advertising ids or hashes of people go out whatever they allowed: the template has no "consent".',
    fix: 'Say in "consent" what is left out where tracking or personalisation was refused.',
  },
  secret_in_url: {
    meaning: 'A secret stands in the URL, where proxies and logs can see it.',
    fix: 'Put it into a header or the body where the partner takes it there.',
  },
  literal_secret: {
    meaning: 'What looks like a secret is written into the template, for everybody who reads it.',
    fix: 'Make it a setting with "secret": true.',
  },
  unused_setting: {
    meaning: 'No postback uses the setting.',
    fix: 'Take it out, or use it.',
  },
} as const satisfies Readonly<Record<string, { readonly meaning: string; readonly fix: string }>>;

export type FindingCode = keyof typeof findingCodes;

/** Never a refusal. */
export interface Finding {
  readonly code: FindingCode;
  /** Dotted: `postbacks.0.request.query.ts`. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** Of one template: who has more to mend has to begin somewhere. */
export const findingsMax = 200;

export interface Report {
  (code: FindingCode, path: string, message: string, fix?: string): void;
  /** No more is taken, so no more need be looked for. */
  readonly isFull: () => boolean;
}
