/**
 * The reference pages that are made from tables in the code. Enters: the tables of src/config.ts, src/errors.ts and src/plan/plan.ts, and those of template-pages.ts. Leaves: each page's path and
 * text, laid out as the formatter wants it. It reads and writes no file.
 */
import { listSettings } from '../src/config';
import { listFaults } from '../src/errors';
import { skipReasons } from '../src/plan/plan';
import { renderTable } from './render-table';
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

export function generatePages(): readonly GeneratedPage[] {
  return [
    { path: 'docs/faults.md', text: renderFaults() },
    { path: 'docs/settings.md', text: renderSettings() },
    { path: 'docs/skip-reasons.md', text: renderSkipReasons() },
    ...templatePages(),
  ];
}
