/**
 * Places in a request that other keys point at. Enters: a postback without shared parts. Leaves: problems, where `dedupe` names no leaf or `batch` no
 * list of one.
 */
import type { CompileContext } from './compile-context';
import type { WholePostback, WholeRequest } from './expand-parts';

function step(node: unknown, name: string): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  const key = [name, `${name}?`].find((each) => Object.hasOwn(node, each));
  return key === undefined ? undefined : (node as Readonly<Record<string, unknown>>)[key];
}

/** `query.tid`, `headers.x-id`, `form.tid`, `json.data.0.event_id`. */
export function nodeAt(request: WholeRequest, path: string): unknown {
  const [part = '', ...rest] = path.split('.');
  if (part === 'json') return rest.reduce<unknown>(step, request.json);
  return part === 'query' || part === 'headers' || part === 'form'
    ? step(request[part], rest.join('.'))
    : undefined;
}

export function checkPlaces(postback: WholePostback, path: string, context: CompileContext): void {
  const { dedupe, batch, request } = postback;
  if (dedupe !== undefined && nodeAt(request, dedupe) === undefined) {
    context.report(`${path}.dedupe`, `the request has no leaf "${dedupe}" (query.tid, json.data.0.id, …)`);
  }
  if (batch === undefined) return;
  const list = nodeAt(request, batch.list ?? 'json');
  if (!Array.isArray(list) || list.length !== 1) {
    const named = batch.list ?? 'json';
    context.report(
      `${path}.batch`,
      `"${named}" is to be a list of one element, which stands for each activity`,
    );
  }
  if (dedupe === undefined) {
    context.report(
      `${path}.batch`,
      'a batch needs "dedupe": what was refused together is sent again apart, and a partner may have taken a part',
    );
  }
}
