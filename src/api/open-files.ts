/** The routes that take a CSV file, in the document. Enters: the faults. Leaves: OpenAPI path items. It repeats nothing of how the columns are read. */
import type { KeyScope } from '../model/key-scopes';
import { pathExamples } from './examples';
import type { FaultBook } from './fault-answers';

type PathItem = Record<string, unknown>;

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const counts = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, count]));

const app = {
  name: 'app',
  in: 'path',
  required: true,
  schema: text,
  example: pathExamples['app'],
};
const query = (name: string, description: string) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: text,
});

const report = {
  type: 'object',
  properties: {
    ...counts('lines', 'accepted', 'moved', 'duplicates', 'rejected', 'last_line'),
    refusals: { type: 'array', items: { type: 'object' } },
    refusals_truncated: { type: 'boolean' },
  },
};
const differences = {
  type: 'object',
  properties: {
    totals: { type: 'object' },
    differences: { type: 'array', items: { type: 'object' } },
    truncated: { type: 'boolean' },
  },
};

const orders = 'txid,event,revenue,currency\nORDER-1,sale,12.50,USD\n';
const conversions = 'cid,event,revenue,currency,txid\n01KAPB6Q5V9X7T2M4N8R3C6D1E,sale,12.50,USD,ORDER-2\n';

export function filePaths(faults: FaultBook): Record<string, PathItem> {
  const post = (
    summary: string,
    roles: string,
    scope: KeyScope,
    example: string,
    more: PathItem,
    content: PathItem,
  ) => ({
    post: {
      summary,
      description: `Roles: ${roles}. Scopes: ${scope}. The body is read as it comes, plain or gzip.`,
      security: [{ key: [scope] }],
      ...more,
      requestBody: { required: true, content: { 'text/csv': { schema: text, example } } },
      responses: {
        '200': { description: 'Read to its end.', content },
        ...faults.of({
          ...{ keyed: true, inPath: true, query: true, body: true, writes: true },
          own: ['overloaded', 'shutting_down', 'request_signature'],
        }),
      },
    },
  });
  const columns = query('columns', '`Order ID:txid,Total:amount`: what the file calls what.');
  return {
    '/v1/apps/{app}/conversions.csv': post(
      'Conversions by file, for offline and late sales; the same file again changes nothing',
      'admin, app',
      'conversions:write',
      conversions,
      {
        parameters: [
          app,
          columns,
          query('timezone', "Of times without a zone; absent: the app's, else UTC."),
        ],
      },
      { 'application/json': { schema: report } },
    ),
    '/v1/apps/{app}/reconcile': post(
      "The advertiser's orders against what was received",
      'admin, reader',
      'read',
      orders,
      {
        parameters: [
          app,
          columns,
          query('since', 'Conversions before it are not missed.'),
          query('until', 'Nor those after it.'),
          query('event', 'Only conversions of this event.'),
          {
            ...query('format', 'json lists a thousand differences, csv all.'),
            schema: { type: 'string', enum: ['json', 'csv'] },
          },
        ],
      },
      { 'application/json': { schema: differences }, 'text/csv': { schema: text } },
    ),
  };
}
