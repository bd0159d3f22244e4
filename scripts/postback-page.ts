/** The page about conversion calls. Enters: the table of parameters. Leaves: its path and text. It reads and writes no file. */
import {
  callParameters,
  conversionParameters,
  conversionStatuses,
  type ConversionParameter,
} from '../src/ingest/conversion-parameters';
import type { GeneratedPage } from './generated-docs';
import { renderTable } from './tables';

const code = (text: string): string => `\`${text}\``;

const parameterRows = Object.values<ConversionParameter>(conversionParameters).map(({ aliases, meaning }) => [
  aliases.map(code).join(', '),
  meaning,
]);
const callRows = Object.entries(callParameters).map(([name, meaning]) => [code(name), meaning]);
const statusRows = Object.entries(conversionStatuses).map(([status, words]) => [
  code(status),
  words.map(code).join(', '),
]);

const accessRows = [
  ['`required` (default)', 'calls with a key or a signature'],
  [
    '`optional`',
    'the same, and calls without: the click id names the app. Such a call moves only the conversion of its own click',
  ],
  ['`signed`', 'signed calls alone'],
];

export const postbackPage: GeneratedPage = {
  path: 'docs/postbacks.md',
  text: `# Conversion calls

Made from the tables in \`src/ingest/conversion-parameters.ts\` by \`npm run docs\`; do not edit. [inbound.md](inbound.md) says what becomes of a call.

\`\`\`
GET  /postback?key=…&cid=…&event=sale&payout=12.5&currency=USD&txid=…&status=approved&event_time=…
POST /postback        the same parameters in the query, as a form, or as one flat JSON object (at most 64 KiB)
GET  /p.gif?…         the same for pixels
\`\`\`

## Parameters

Names are read without case. Of several names for one thing the first in the row counts; an empty value is none. Whatever else comes is kept as a parameter of the
activity (at most 50), for templates and callbacks.

${renderTable(['names', 'what it is'], parameterRows)}

Of the call itself:

${renderTable(['name', 'what it is'], callRows)}

## Statuses

${renderTable(['status', 'words for it'], statusRows)}

## Placeholders

A value that is still a placeholder (\`{clickid}\`, \`[click_id]\`, \`%%clickid%%\`, \`\${clickid}\`, \`#clickid#\`, \`__CLICKID__\`, \`<clickid>\`) was not filled in by its sender. In a
parameter of the first table it refuses the call, with the name of the parameter and what stood there. In any other it is left out and the activity is flagged
\`unexpanded_macro\`. Both are counted, and [the doctor](doctor.md) says so (\`call_macro_unexpanded\`).

## Answers

\`format=text\` (\`OK\`), \`format=json\` or \`format=gif\`. Without it \`/p.gif\` answers with a GIF, and \`/postback\` with text, or JSON where the caller accepts
\`application/json\`. As JSON: \`{"status": "accepted" | "moved" | "duplicate", "id": "…"}\`, and the \`revision\` of what moved. What is refused has the error form of every
other route, and its HTTP status, in every style.

## Who may

${renderTable(["the app's `postback_key`", 'what is taken'], accessRows)}

\`key=\` is the app key, or better a postback key, which tells of conversions and can do nothing else: \`POST /v1/apps/{app}/postback-key\` makes the app's,
\`{"link": "<token>"}\` in the body that of one link, which tells of clicks of that link alone. Each is shown once; making it again replaces it, \`DELETE\` revokes it. An app has at most 500.

**A signature** is \`sig=<hex>\`, the last parameter of the query: HMAC-SHA256, with the whole postback key as its key, of the query as it is sent without \`&sig=…\`; of
a POST with a body, of that, a line break, and the body. \`sig_ts\` (seconds since 1970) is one of the parameters and within 15 minutes of now. \`app=<id>\`, \`link=<token>\` (for
the key of a link) or the click id says whose key it is.

\`\`\`
query='app=app_…&cid=…&txid=A-1&sig_ts=1795341600'
sig=$(printf %s "$query" | openssl dgst -sha256 -hmac "$POSTBACK_KEY" | sed 's/.* //')
curl "https://…/postback?$query&sig=$sig"
\`\`\`

\`postback_addresses\` of the app (\`["203.0.113.7", "198.51.100.0/24"]\`) takes calls and pixels from those alone; behind proxies that \`TRUST_PROXY\` names, the address is the
one that they say, and from nobody else is it believed.
`,
};
