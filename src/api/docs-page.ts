/** `/docs`: the OpenAPI document as a page. Enters: the document. Leaves: HTML, and the policy under which a browser shows it. No script, nothing from elsewhere; every text is escaped. */
import { createHash } from 'node:crypto';

type Node = Readonly<Record<string, unknown>>;

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
summary{cursor:pointer;padding:.3rem 0}summary code{font-weight:600}pre{overflow-x:auto;padding:.75rem;background:#f4f6f8;font-size:13px}
table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;font-size:14px}section{padding-left:1rem}
@media (prefers-color-scheme:dark){body{color:#e6e9ec;background:#14171a}pre{background:#20252a}a{color:#8ab4f8}}`;

const styleHash = createHash('sha256').update(style).digest('base64');
export const docsPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

function escape(value: unknown): string {
  const marks: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return String(value).replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}

const block = (value: unknown): string =>
  `<pre>${escape(typeof value === 'string' ? value : JSON.stringify(value, null, 2))}</pre>`;

function node(value: unknown): Node {
  return typeof value === 'object' && value !== null ? (value as Node) : {};
}

/** What `$ref` points at, within the document. */
function resolve(value: unknown, document: Node): Node {
  const { $ref } = node(value);
  if (typeof $ref !== 'string') return node(value);
  return node(
    $ref
      .slice(2)
      .split('/')
      .reduce<unknown>((found, key) => node(found)[key], document),
  );
}

function parameterRows(parameters: readonly unknown[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map((raw) => {
    const { name, in: place, required, description, example } = node(raw);
    const needed = required === true ? ', required' : '';
    return `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}${needed}</td><td>${escape(description ?? '')}</td><td><code>${escape(example ?? '')}</code></td></tr>`;
  });
  return `<table><tr><th>parameter</th><th>where</th><th></th><th>example</th></tr>${rows.join('')}</table>`;
}

function contents(content: unknown): string {
  return Object.entries(node(content))
    .map(([type, raw]) => {
      const { example, schema } = node(raw);
      const shown = example === undefined ? '' : block(example);
      return `<p><code>${escape(type)}</code></p>${shown}<details><summary>Schema</summary>${block(schema)}</details>`;
    })
    .join('');
}

function paragraphs(text: unknown): string {
  return String(text)
    .split('\n\n')
    .map((part) => `<p>${escape(part)}</p>`)
    .join('');
}

function answers(responses: unknown, document: Node): string {
  return Object.entries(node(responses))
    .map(([status, raw]) => {
      const { description, content } = resolve(raw, document);
      return `<details><summary><code>${escape(status)}</code></summary>${paragraphs(description)}${contents(content)}</details>`;
    })
    .join('');
}

function operationOf(path: string, method: string, raw: unknown, document: Node): string {
  const operation = node(raw);
  const parameters = Array.isArray(operation.parameters) ? (operation.parameters as unknown[]) : [];
  const body =
    operation.requestBody === undefined
      ? ''
      : `<h4>Body</h4>${contents(node(operation.requestBody).content)}`;
  return `<details><summary><code>${escape(method.toUpperCase())} ${escape(path)}</code> ${escape(operation.summary)}</summary><section>
<p>${escape(operation.description ?? '')}</p>${parameterRows(parameters)}${body}<h4>Answers</h4>${answers(operation.responses, document)}
</section></details>`;
}

export function renderDocs(document: Node): string {
  const { title, version, description } = node(document.info);
  const operations = Object.entries(node(document.paths))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, item]) =>
      Object.entries(node(item)).map(([method, raw]) => operationOf(path, method, raw, document)),
    );
  const schemas = Object.entries(node(node(document.components).schemas)).map(
    ([name, schema]) => `<details><summary><code>${escape(name)}</code></summary>${block(schema)}</details>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} ${escape(version)}: HTTP API</title>
<style>${style}</style>
<h1>${escape(title)} ${escape(version)}: HTTP API</h1>
${paragraphs(description)}
<p>The same for machines: <a href="/openapi.json">/openapi.json</a>.</p>
<h2>Operations</h2>
${operations.join('\n')}
<h2>Schemas</h2>
${schemas.join('\n')}
</html>
`;
}
