/** The page about the doctor and the dry run. Enters: the table of codes. Leaves: its path and text. It reads and writes no file. */
import { doctorCodes, type CodeRow } from '../src/record/doctor/finding';
import type { GeneratedPage } from './generated-docs';
import { renderTable } from './tables';

const rows = Object.entries<CodeRow>(doctorCodes).map(([code, { severity, meaning, fix }]) => [
  `\`${code}\``,
  severity,
  meaning,
  fix,
]);

export const doctorPage: GeneratedPage = {
  path: 'docs/doctor.md',
  text: `# The doctor

Made from the table in \`src/record/doctor/finding.ts\` by \`npm run docs\`; do not edit.

\`\`\`
carom doctor --app APP [--window 24h] [--json]
GET /v1/apps/{app}/doctor?window=24h
\`\`\`

An admin or a reader of the app asks what is wrong with what the app sends. The command asks a running server (\`CAROM_URL\`, \`CAROM_KEY\`). A window is a number
with \`m\`, \`h\` or \`d\` behind it, from \`1m\` to \`30d\`.

## What it answers

\`findings\` come dearest first: by \`affected\` (credited activities that it cost or may cost; of a callback all activities), then by \`revenue\` where it is known,
then by severity. Each has a code, a message, what to do, counts, and an example: the id of a delivery, an activity or a touch. \`healthy\` is true where there is no
error and no warning; a notice may be as it should be.

\`destinations\` says of each active integration and each callback what was planned in the window: by status, skips by their rule, failures by their last answer.

Several findings may have one cause: clicks without the partner's click id make leaves empty. A link's \`affected\` is its share: a tenth of the clicks is a tenth of
its credit. \`partner_silent\` needs a quarter of the window without anything planned, in which at least five deliveries would have come at the pace before, and
activities of the app that go on. What a template leaves out by its own choice (\`no_postback_for_kind\`, \`event_not_wanted\`) is no finding.

## What it reads

The newest 100,000 deliveries, 50,000 activities (production alone) and 50,000 touches of the window, 5,000 links, and the 100 most frequent macros that came in
conversion calls (counted by the hour, a hundred different ones an hour and app; only calls that name their app); \`read\` has the numbers, and \`truncated\` says that
there is more. For touches the store's newest 200,000 are looked at, whosever they are. It reads in pieces, beside the writer, and changes nothing. Revenue is cut to four decimal places, and amounts of
a thousand million and more are left out: it ranks, it is no account. Breakers are left out where Redis does not answer, and test sends always.

## Codes

${renderTable(['code', 'severity', 'meaning', 'what to do'], rows)}

## The dry run

\`\`\`
POST /v1/partners/{id}/dry-run
{"app": "app_…", "template": {…}, "settings": {"account": "a-2"}, "limit": 50}
\`\`\`

An admin sees what a template or settings would change before anybody gets it. The app's newest activities that were planned for the partner (at most 500; those credited to it, or all
where the integration gets all) are rendered through the candidate. \`template\` absent is the live one; \`settings\` stand over the integration's own, and an empty one takes its
value away. Nothing is sent and nothing is stored.

The answer lists the activities that would change, each postback with what was planned then (\`before\`), what would be (\`after\`: \`sent\`, \`skipped\` with its reason, \`absent\`),
and \`changes\` by leaf: \`method\`, \`url\`, \`query.…\`, \`headers.…\`, \`body.…\`, \`auth.…\`, each \`added\`, \`removed\` or \`changed\`. Secrets are \`***\`, so a secret in its old
place is no difference. An integration that is off is rendered as if it were on.

An activity is rendered with the credit that it was given, its touch, and the device as it is now: what counts a device's sessions or conversions may differ for that alone, and a touch that
was kept its time is gone. What was forgotten stays forgotten.
`,
};
