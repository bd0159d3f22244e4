/** The reference pages about templates. Enters: the catalogue, the table of findings, the table of import problems. Leaves: each page's path and text. It reads and writes no file. */
import { activityKinds } from '../src/model/activity';
import {
  catalogueThemes,
  kindGroups,
  missing,
  type CatalogueValue,
  type Vendor,
  type VendorName,
} from '../src/plan/catalogue/catalogue';
import { dialectTitles, importProblems } from '../src/plan/dialects/dialect';
import { findingCodes } from '../src/plan/lint/finding';
import type { GeneratedPage } from './generated-docs';
import { renderTable } from './tables';

const spelling: Readonly<Record<Vendor, (name: string) => string>> = {
  appsflyer: (name) => `(${name})`,
  branch: (name) => `\${(${name})!}`,
  singular: (name) => `{${name.replace('*', '…')}}`,
  kochava: (name) => `{${name}}`,
  voluum: (name) => `{${name}}`,
  tune: (name) => `{${name}}`,
};
const shown: readonly Vendor[] = ['appsflyer', 'branch', 'singular', 'kochava', 'voluum', 'tune'];

function spell(vendor: Vendor, names: readonly VendorName[] | undefined): string {
  return (names ?? [])
    .map(({ name, differs }) => `${differs ? '≈ ' : ''}\`${spelling[vendor](name)}\``)
    .join(' ');
}

const code = (text: string | undefined): string => (text === undefined || text === '' ? '' : `\`${text}\``);

function rowOf(value: CatalogueValue): readonly string[] {
  const { leaf, callback, meaning, type, unit, kinds, example, names } = value;
  return [
    code(leaf),
    code(callback === undefined ? undefined : `{${callback}}`),
    meaning,
    unit === undefined ? type : `${type}, ${unit}`,
    kinds,
    code(example),
    ...shown.map((vendor) => spell(vendor, names[vendor])),
  ];
}

const head = [
  'in a template',
  'in a callback, and at Adjust',
  'what',
  'type',
  'kinds',
  'example',
  ...shown.map((vendor) => dialectTitles[vendor]),
];

function describeGroup(group: keyof typeof kindGroups): string {
  const kinds: readonly string[] = kindGroups[group];
  if (activityKinds.every((kind) => kinds.includes(kind)))
    return kinds.includes('click') ? 'every kind, clicks and impressions too' : 'every kind of activity';
  return kinds.join(', ');
}

function renderPlaceholders(): string {
  const tables = catalogueThemes.map(
    ({ title, values }) => `## ${title}\n\n${renderTable(head, values.map(rowOf))}`,
  );
  const groups = (Object.keys(kindGroups) as (keyof typeof kindGroups)[]).map((group) => [
    `\`${group}\``,
    describeGroup(group),
  ]);
  const absent = missing.map(({ callback, meaning, reason, names }) => [
    code(callback === undefined ? undefined : `{${callback}}`),
    meaning,
    reason,
    ...shown.map((vendor) => spell(vendor, names[vendor])),
  ]);
  return `# Values of templates and callbacks

Made from the tables in \`src/plan/catalogue/\` by \`npm run docs\`; do not edit.

A template's leaf says \`{{device.gps_adid}}\`, a callback's URL \`{gps_adid}\`; \`{a||b}\` is the first that is not empty. A callback's names and units are
Adjust's where Adjust has the value, so that a URL can move here as it is; \`{click_id}\` and \`{sub1}\` to \`{sub5}\` are Carom's own. \`≈\`: near, and not the same, or its form is not published. A \`<name>\` is yours.
What other systems call it is what imports understand: [import.md](import.md).

${tables.join('\n\n')}

## Kinds

A leaf is always empty in a postback of no kind that carries its value.

${renderTable(['group', 'kinds'], groups)}

## What Carom never has

Callback URLs take Adjust's names of these and are empty there; imports leave them out.

${renderTable(['in a callback', 'what', 'why', ...shown.map((vendor) => dialectTitles[vendor])], absent)}
`;
}

function renderFindings(): string {
  const rows = Object.entries(findingCodes).map(([name, { meaning, fix }]) => [`\`${name}\``, meaning, fix]);
  return `# What lint finds in templates

Made from the table in \`src/plan/lint/finding.ts\` by \`npm run docs\`; do not edit.

A finding is \`{"code", "path", "message", "fix"}\`: worth a second look, never a refusal. \`PUT /v1/partners/{id}\`, its preview, \`POST /v1/partners/import\` and
\`carom templates lint [FILE…]\` show them; at the start each live template with findings has a line in the log.

${renderTable(['code', 'what it means', 'what to do'], rows)}
`;
}

function renderImport(): string {
  const titles = Object.values(dialectTitles);
  const rows = Object.entries(importProblems).map(([name, meaning]) => [`\`${name}\``, meaning]);
  return `# Importing postbacks from another system

Made from the tables in \`src/plan/dialects/\` by \`npm run docs\`; do not edit.

A postback or callback URL that was written for ${titles.slice(0, -1).join(', ')} or ${titles.at(-1) ?? ''} becomes a template:

\`\`\`sh
carom templates import 'https://track.examplenet.test/pb?click=(clickid)&gaid=(advertiserId)' --id examplenet > examplenet.json
\`\`\`

\`POST /v1/partners/import\` does the same: \`{"url", "method"?, "headers"?, "body"?, "on"?, "dialect"?, "id"?, "name"?, "docs"?}\`, or several as
\`"postbacks": [{"url", …}]\`. Its answer has the template, what was lost, what lint finds ([template-findings.md](template-findings.md)) and the requests it
would send of the built-in sample. Nothing is stored: look at it, mend it, and put it.

## What becomes of what

- A macro that has a value here becomes that value in the unit of the other system: [placeholders.md](placeholders.md) has the names side by side.
- A macro that the other system has and Carom does not is left out with its parameter, and the reason is said. Half a value is a wrong one, so a parameter
  with two macros goes as a whole; of alternatives (\`{a||b}\`, \`<@firstNotEmpty>\`) those stay that there are.
- A macro that the other system does not have is the partner's own. It becomes a setting that the integration fills in; an empty one leaves its parameter out.
  In a host or path it is required. So does text that asks to be replaced: \`REPLACE\`, \`YOUR_ID\`, \`xxxxxx\`.
- Every parameter with a value in it may be empty (\`"key?"\`), as it may where it came from. Only the click id is needed where nothing else in the request
  names a device or a user.
- A tracking link of Adjust's with \`install_callback=\` and its like becomes one postback for each callback in it.
- A body is JSON, a form or text. A macro without quotes in JSON becomes a number where the value is one.
- In the dialects of trackers \`{externalid}\` and \`{aff_sub}\` are the partner's click id. Where one of them is there, \`{clickid}\` and \`{transaction_id}\` are
  the sender's own, so Carom's ids stand in their place; where none is, they are the partner's.
- An event goes under the app's own name, as it did. Where the partner has names of its own, write \`event.partner_name\` and map them in the integration.
- \`docs\` is the root of the URL's host until you give the partner's own page.
- \`confidence\` is \`partial\`: what answer means success, a URL does not say. Any 2xx counts until you write \`accepted\`.

The dialect is recognised by the macros. Where two explain a URL equally well, the answer says so in \`also\`; \`dialect\` decides.

Each dialect is tested with postback URLs that were published, but for Kochava's: none was found, so its dialect is made of the list of macros that Kochava
publishes for custom postbacks, and tested with a URL made of them.

## What is listed

${renderTable(['code', 'what it means'], rows)}
`;
}

export function templatePages(): readonly GeneratedPage[] {
  return [
    { path: 'docs/import.md', text: renderImport() },
    { path: 'docs/placeholders.md', text: renderPlaceholders() },
    { path: 'docs/template-findings.md', text: renderFindings() },
  ];
}
