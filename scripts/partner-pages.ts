/**
 * A page for each partner of the registry. Enters: compiled templates. Leaves: pages that say what an integration needs and what it sends. It reads no
 * file.
 */
import type { AuthDefinition } from '../src/model/template';
import type { CompiledPostback, CompiledTemplate } from '../src/plan/compile-template';
import { renderTable } from './tables';

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('\n', ' ')}\``;
}

/** Leaves by their place, as they are written. */
function listLeaves(node: unknown, place: string): readonly (readonly [string, string])[] {
  if (typeof node !== 'object' || node === null) return [[place, String(node)]];
  const keys = Object.keys(node);
  const [only = ''] = keys;
  if (keys.length === 1 && ['$number', '$boolean', '$json', '$text'].includes(only)) {
    const leaf: unknown = Reflect.get(node, only);
    return [[`${place} (${only.slice(1)})`, String(leaf)]];
  }
  return Object.entries(node).flatMap(([key, inner]) => listLeaves(inner, `${place}.${key}`));
}

function renderSettings({ definition }: CompiledTemplate): string {
  if (definition.settings.length === 0) return 'None.';
  const rows = definition.settings.map(
    ({ key, label, help, required, secret, default: fallback, pattern }) => [
      code(key),
      label,
      required === true ? 'yes' : 'no',
      [
        help ?? '',
        secret === true ? 'Secret.' : '',
        fallback === undefined ? '' : `Default: ${code(fallback)}.`,
        pattern === undefined ? '' : `Form: ${code(pattern)}.`,
        definition.test?.setting === key ? 'Opens the sandbox; live requests are without it.' : '',
      ]
        .filter((text) => text !== '')
        .join(' '),
    ],
  );
  return renderTable(['setting', 'what', 'required', 'more'], rows);
}

function describeAuth(auth: AuthDefinition | undefined): string {
  switch (auth?.type) {
    case undefined:
    case 'none':
      return 'what stands in the request';
    case 'basic':
      return 'HTTP basic authentication';
    case 'bearer':
      return 'a bearer token';
    case 'key':
      return `the ${auth.in === 'header' ? 'header' : 'parameter'} ${code(auth.name)}`;
    case 'hmac':
    case 'digest':
      return `a signature (${auth.type === 'hmac' ? 'HMAC-' : ''}${auth.algorithm}) in ${code(auth.name)}`;
    case 'oauth2':
      return `an OAuth 2 token (${auth.grant}) of ${code(auth.tokenUrl)}`;
  }
}

function renderPostback({ id, definition }: CompiledPostback): string {
  const { request, on, events, when, auth, accepted, retry, dedupe } = definition;
  const { method, url, query, headers, form, json, text, numbered } = request;
  const parts = { query, headers, form, json, text, numbered };
  const leaves = Object.entries(parts).flatMap(([place, node]) =>
    node === undefined ? [] : listLeaves(node, place),
  );
  const facts = [
    `Sent for: ${on.map(code).join(', ')}${events === undefined ? '' : `, where the event is ${events.map(code).join(', ')}`}.`,
    when === undefined ? '' : `Only where ${code(JSON.stringify(when))}.`,
    `Shows who sends it by ${describeAuth(auth)}.`,
    accepted === undefined
      ? 'Any answer of 2xx is a success.'
      : `A success is ${code(JSON.stringify(accepted))}.`,
    retry === undefined
      ? ''
      : `Tried again after ${retry.map((rule) => code(JSON.stringify(rule))).join(', ')}.`,
    dedupe === undefined ? '' : `Repetitions are told by ${code(dedupe)}.`,
  ].filter((fact) => fact !== '');
  const rows = leaves.map(([place, leaf]) => [code(place), code(leaf)]);
  const table = rows.length === 0 ? '' : `\n\n${renderTable(['where', 'what'], rows)}`;
  return `### ${id}\n\n${code(`${method} ${url}`)}\n\n${facts.map((fact) => `- ${fact}`).join('\n')}${table}`;
}

function renderEvents({ definition }: CompiledTemplate): string {
  const names = Object.entries(definition.events ?? {});
  const which = names.length === 0 ? 'Each' : 'Any other';
  const rest =
    definition.eventsRequired === true
      ? `${which} event has to be mapped in the integration, or it is skipped: \`event_not_mapped\`.`
      : `${which} event goes out under the app's own name, unless the integration has a mapping of its own.`;
  if (names.length === 0) return rest;
  const rows = names.map(([event, name]) => [code(event), code(name)]);
  return `${renderTable(['event', 'goes out as'], rows)}\n\n${rest}`;
}

function renderConsent({ definition }: CompiledTemplate): string {
  const rules = Object.entries(definition.consent ?? {}).map(([rule, paths]) => [
    code(rule),
    (paths ?? []).map(code).join(', '),
  ]);
  if (rules.length === 0) return 'Nothing is left out.';
  return renderTable(['without', 'is left out'], rules);
}

function renderFacts({ definition }: CompiledTemplate): string {
  const { docs, checkedOn, confidence, api, rateLimit } = definition;
  const changes = api?.changelog === undefined ? '' : ` ([changes](${api.changelog}))`;
  return [
    `- The partner's page: <${docs}>`,
    `- Checked on: ${checkedOn}; confidence: ${confidence}`,
    ...(api === undefined ? [] : [`- API version: ${code(api.version)}${changes}`]),
    ...(rateLimit === undefined ? [] : [`- At most ${rateLimit} requests a second`]),
  ].join('\n');
}

export function renderPartner(template: CompiledTemplate): string {
  const { definition, postbacks, id } = template;
  const macros = Object.entries(definition.clickUrl ?? {});
  const query = macros.map(([name, macro]) => `${name}=${macro}`).join('&');
  const click = macros.length === 0 ? 'Not known.' : code(`https://…/c/<link token>?${query}`);
  return `# ${definition.name}

Made from the partner's template, ${code(`${id}.json`)}, by \`npm run docs\`; do not edit. [templates.md](../templates.md) says how to read it.

${renderFacts(template)}${definition.notes === undefined ? '' : `\n\n${escapeMarkdown(definition.notes)}`}

## Settings

${renderSettings(template)}

## Events

${renderEvents(template)}

## Click URL

${click}

## Consent

${renderConsent(template)}

## Requests

${postbacks.map(renderPostback).join('\n\n')}
`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[*_<>[\]]/g, (found) => `\\${found}`);
}

export function renderPartnerIndex(templates: readonly CompiledTemplate[]): string {
  const rows = templates.map(({ id, definition, postbacks }) => [
    `[${definition.name}](${id}.md)`,
    [...new Set(postbacks.flatMap(({ on }) => on))].join(', '),
    definition.confidence,
    definition.checkedOn,
  ]);
  return `# Partners

Made from the templates in \`partner-templates/\` by \`npm run docs\`; do not edit.

${renderTable(['partner', 'sends', 'confidence', 'checked on'], rows)}

\`partial\` means that not all of the template is in the partner's own documentation. An integration of such a template that is shipped here is off until
\`"active": true\` is said, and every listing of it has a warning; send it a test first.

## What is no template

- Google's App Conversion Tracking API and X's mobile conversion endpoint answer each event with a claim, which decides who gets the credit: more than a postback can take
  up. X also signs by OAuth 1.0a. What both take without a claim is in the table.
- Apple Ads is asked (AdServices), not told: it takes no postback.
`;
}
