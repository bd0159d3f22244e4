/** TypeScript types for clients. Enters: the OpenAPI document. Leaves: docs/client-types.d.ts, made by openapi-typescript. */
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { describeForClients } from './client-document';
import type { GeneratedPage } from './generated-docs';

const head = `/**
 * Made from the OpenAPI document by \`npm run docs\`; do not edit. Types of every request and answer, for clients in TypeScript:
 *
 *     import type { components, paths } from './client-types';
 */
`;

export async function generateClientTypes(): Promise<GeneratedPage> {
  const tree = await openapiTypescript(describeForClients() as unknown as OpenAPI3);
  return { path: 'docs/client-types.d.ts', text: head + astToString(tree) };
}
