/**
 * The reference pages that are made from tables in the code. Enters: the tables of src/config.ts, src/errors.ts, src/plan/plan.ts and those of template-pages.ts and doctor-page.ts. Leaves:
 * each page's path and text, laid out as the formatter wants it. Of files it reads the templates alone, and writes none.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { listSettings } from '../src/config';
import { listFaults } from '../src/errors';
import { checkLeaf } from '../src/plan/check-leaf';
import { compileLeaf } from '../src/plan/compile-leaf';
import type { CompiledTemplate } from '../src/plan/compile-template';
import { compileAll } from '../src/plan/load-templates';
import { skipReasons } from '../src/plan/plan';
import { templateFunctions } from '../src/plan/template-functions';
import { templateJsonSchema } from '../src/plan/template-schema';
import { doctorPage } from './doctor-page';
import { renderPartner, renderPartnerIndex } from './partner-pages';
import { postbackPage } from './postback-page';
import { renderTable } from './tables';
import { templatePages } from './template-pages';

export interface GeneratedPage {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
}

function renderSettings(): string {
  const rows = listSettings().map(({ env, fallback, help, secret }) => [
    `\`${env}\``,
    fallback === '' ? 'empty' : `\`${fallback}\``,
    secret ? `${help} Never logged.` : help,
  ]);
  return `# Settings

Made from the table in \`src/config.ts\` by \`npm run docs\`; do not edit.

Settings are environment variables. An empty one is as good as none. What cannot be read stops the start, with every problem listed at once; nothing
falls back silently.

${renderTable(['variable', 'default', 'what it does'], rows)}
`;
}

function renderFaults(): string {
  const rows = listFaults().map(({ kind, status, retry, message }) => [
    `\`${kind}\``,
    String(status),
    retry ? 'yes' : 'no',
    message,
  ]);
  return `# Faults

Made from the table in \`src/errors.ts\` by \`npm run docs\`; do not edit.

Every error answer is \`{"error": {"code", "message", "field"?, "request_id"}}\`. The message may say more than the default below; the code is fixed.
"Again" tells whether the same request may succeed later.

${renderTable(['code', 'status', 'again', 'default message'], rows)}
`;
}

function renderSkipReasons(): string {
  const rows = Object.entries(skipReasons).map(([reason, meaning]) => [`\`${reason}\``, meaning]);
  return `# Why something was not sent

Made from the table in \`src/plan/plan.ts\` by \`npm run docs\`; do not edit.

Each activity has a delivery for each destination of its app. One of status \`skipped\` was not sent, and its \`reason\` is one of these; what stands
after a colon names the setting, leaf or header. \`GET /v1/apps/{app}/trace\` shows them.

${renderTable(['reason', 'meaning'], rows)}
`;
}

/** What the examples of helpers are rendered from. */
const exampleValues = {
  activity: { time: '2026-11-22T10:00:00.123Z' },
  device: {
    gps_adid: '38400000-8cf0-11bd-b23e-10b96e40000d',
    os_name: 'android',
    country: 'us',
    language: 'en',
  },
  revenue: { amount: '9.995', currency: 'USD' },
  consent: { att_status: 3, limit_ad_tracking: false },
  params: {
    contents: [
      { sku: 'a1', price: '4.50' },
      { sku: 'b2', price: '1' },
    ],
  },
};

function renderHelpers(): string {
  const rows = templateFunctions.map(({ name, argumentsMin, argumentsMax, help, example }) => {
    const { program } = checkLeaf(`{{${example}}}`, { settings: new Map() });
    const takes = argumentsMin === argumentsMax ? `${argumentsMin}` : `${argumentsMin} to ${argumentsMax}`;
    return [`\`${name}\``, takes, help, `\`{{${example}}}\``, `\`${compileLeaf(program)(exampleValues)}\``];
  });
  return `# Helpers of templates

Made from the table in \`src/plan/template-functions.ts\` by \`npm run docs\`; do not edit. [templates.md](templates.md) says where they stand.

Of an absent or unreadable value each makes the empty text. Calls nest: \`{{sha256 (lower device.gps_adid)}}\`. \`eq\`, \`in\`, \`and\`, \`or\` and \`not\` are for
\`{{#if (eq a b)}}\`. Amounts are rounded half away from zero, without float arithmetic. The address and the user agent of a device are values as the app sent
them: \`device.ip_address\`, \`device.user_agent\`.

${renderTable(['helper', 'takes', 'in → out', 'example', 'gives'], rows)}
`;
}

const templatesDir = join(__dirname, '..', '..', 'partner-templates');

/** @throws Error that names every problem. */
function readTemplates(): readonly CompiledTemplate[] {
  const files = readdirSync(templatesDir)
    .filter((name) => name.endsWith('.json') && name !== 'template.schema.json')
    .map((file) => ({ file, text: readFileSync(join(templatesDir, file), 'utf8') }));
  const { templates, problems } = compileAll(files);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
  return [...templates.values()];
}

export function generatePages(): readonly GeneratedPage[] {
  const templates = readTemplates();
  return [
    { path: 'docs/partners/README.md', text: renderPartnerIndex(templates) },
    ...templates.map((template) => ({
      path: `docs/partners/${template.id}.md`,
      text: renderPartner(template),
    })),
    doctorPage,
    postbackPage,
    { path: 'docs/faults.md', text: renderFaults() },
    { path: 'docs/settings.md', text: renderSettings() },
    { path: 'docs/template-helpers.md', text: renderHelpers() },
    { path: 'docs/skip-reasons.md', text: renderSkipReasons() },
    {
      path: 'partner-templates/template.schema.json',
      text: `${JSON.stringify(templateJsonSchema(), null, 2)}\n`,
    },
    ...templatePages(),
  ];
}
