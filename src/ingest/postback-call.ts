/**
 * A conversion call as it came. Enters: a request. Leaves: its parameters (of the query, a form or a flat JSON body), what was signed, and how to answer. Never
 * takes a parameter for more than text.
 */
import type { IncomingMessage } from 'node:http';
import { Fault } from '../errors';
import { contentTypeOf, decodeText, parseJson, readBody } from './http';

export type AnswerStyle = 'text' | 'json' | 'gif';

export interface PostbackCall {
  readonly parameters: URLSearchParams;
  /** Trimmed; the first of a repeated one; undefined where it is empty. */
  readonly parameter: (name: string) => string | undefined;
  readonly signature?: string;
  /** The query without its signature; of a POST with a body a line break and the body. */
  readonly signedText: string;
}

const bodyMaxBytes = 64 * 1024;
const parametersMax = 200;

export async function readCall(req: IncomingMessage): Promise<PostbackCall> {
  const url = req.url ?? '';
  const at = url.indexOf('?');
  const query = at === -1 ? '' : url.slice(at + 1);
  const parameters = new URLSearchParams(query);
  const body = req.method === 'POST' ? decodeText(await readBody(req, { maxBytes: bodyMaxBytes })) : '';
  if (body !== '') appendBody(parameters, body, contentTypeOf(req));
  if (parameters.size > parametersMax)
    throw new Fault('bad_request', { message: `A call has at most ${parametersMax} parameters.` });
  const signature = /(?:^|&)sig=([^&]*)$/.exec(query);
  if (signature === null && parameters.has('sig'))
    throw new Fault('invalid_field', { field: 'sig', message: 'sig is the last parameter of the query.' });
  const unsigned = signature === null ? query : query.slice(0, signature.index);
  return {
    parameters,
    parameter: (name) => {
      const value = parameters.get(name)?.trim();
      return value === undefined || value === '' ? undefined : value;
    },
    ...(signature === null ? {} : { signature: signature[1] ?? '' }),
    signedText: body === '' ? unsigned : `${unsigned}\n${body}`,
  };
}

function appendBody(parameters: URLSearchParams, text: string, type: string): void {
  if (type === 'application/json') appendJson(parameters, parseJson(text));
  else if (type === '' || type === 'application/x-www-form-urlencoded')
    for (const [name, value] of new URLSearchParams(text)) parameters.append(name, value);
  else
    throw new Fault('unsupported_media_type', {
      message: 'Send the parameters in the query, as a form, or as a flat JSON object.',
    });
}

function appendJson(parameters: URLSearchParams, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Fault('invalid_field', { message: 'The body is not a flat JSON object.' });
  for (const [name, item] of Object.entries(value)) {
    if (item === null) continue;
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean')
      throw new Fault('invalid_field', { field: name, message: `${name} is neither text nor a number.` });
    parameters.append(name, String(item));
  }
}

const styles: Readonly<Record<string, AnswerStyle>> = {
  text: 'text',
  ok: 'text',
  json: 'json',
  gif: 'gif',
  pixel: 'gif',
};

/** What `format` asks for, else what the path gives, else what the caller accepts. @throws Fault `invalid_field`. */
export function readStyle(req: IncomingMessage, call: PostbackCall, ofPath: 'gif' | null): AnswerStyle {
  const asked = call.parameter('format');
  if (asked !== undefined) {
    const style = Object.hasOwn(styles, asked.toLowerCase()) ? styles[asked.toLowerCase()] : undefined;
    if (style !== undefined) return style;
    throw new Fault('invalid_field', { field: 'format', message: 'format is not one of text, json, gif.' });
  }
  if (ofPath !== null) return ofPath;
  return (req.headers.accept ?? '').includes('application/json') ? 'json' : 'text';
}
