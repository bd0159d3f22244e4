/**
 * How a request shows who sends it, compiled once. Enters: a template's `auth`. Leaves: a function from values to a header, a parameter, or what the
 * sender works out at the moment of sending; or why the postback is skipped. No secret is in it, only markers.
 */
import type { RequestAuth } from '../model/delivery';
import type { AuthDefinition } from '../model/template';
import { leafAt, type CompileContext, type Skip } from './compile-context';
import { compileUrl } from './compile-url';
import type { Values } from './compiled-template';
import { cleanHeader } from './encode';
import { checkHeaderName } from './header-names';

export interface ShownAuth {
  readonly header?: readonly [name: string, value: string];
  readonly query?: readonly [name: string, value: string];
  readonly auth?: RequestAuth;
}

export type AuthNode = (values: Values) => ShownAuth | Skip;

/** What a signature may be made of, in `of`; in `format` the signature too. */
const signedFields = ['body', 'url', 'unix', 'unix_ms'];

/** Each leaf by its key, none of them empty. */
function compileTexts<K extends string>(
  texts: Readonly<Record<K, string>>,
  path: string,
  context: CompileContext,
): (values: Values) => { readonly texts: Readonly<Record<K, string>> } | Skip {
  const leaves = (Object.entries(texts) as [K, string][]).map(
    ([key, text]) => [key, leafAt(text, { path: `${path}.${key}` }, context)] as const,
  );
  return (values) => {
    const rendered: Partial<Record<K, string>> = {};
    for (const [key, leaf] of leaves) {
      const text = leaf(values);
      if (text === '') return { skip: `empty_leaf:auth.${key}` };
      rendered[key] = text;
    }
    return { texts: rendered as Record<K, string> };
  };
}

function checkPlace(
  auth: { readonly in: 'header' | 'query'; readonly name: string },
  path: string,
  context: CompileContext,
): string {
  if (auth.in === 'query') return auth.name;
  checkHeaderName(auth.name, `${path}.name`, context);
  return auth.name.toLowerCase();
}

type Of<T extends AuthDefinition['type']> = Extract<AuthDefinition, { readonly type: T }>;

function showHeader(name: string, text: string): ShownAuth | Skip {
  const value = cleanHeader(text);
  return value === null ? { skip: `unsafe_header:${name}` } : { header: [name, value] };
}

function compilePlain(auth: Of<'bearer'> | Of<'key'>, path: string, context: CompileContext): AuthNode {
  if (auth.type === 'bearer') {
    const render = compileTexts({ token: auth.token }, path, context);
    return (values) => {
      const shown = render(values);
      return 'skip' in shown ? shown : showHeader('authorization', `Bearer ${shown.texts.token}`);
    };
  }
  const name = checkPlace(auth, path, context);
  const render = compileTexts({ value: auth.value }, path, context);
  return (values) => {
    const shown = render(values);
    if ('skip' in shown) return shown;
    const { value } = shown.texts;
    return auth.in === 'header' ? showHeader(name, value) : { query: [name, value] };
  };
}

function compileSignature(auth: Of<'hmac'> | Of<'digest'>, path: string, context: CompileContext): AuthNode {
  const name = checkPlace(auth, path, context);
  const of = compileTexts({ of: auth.of ?? '{{request.body}}' }, path, { ...context, request: signedFields });
  const written = { format: auth.format ?? '{{request.signature}}' };
  const format = compileTexts(written, path, { ...context, request: [...signedFields, 'signature'] });
  const key = auth.type === 'hmac' ? compileTexts({ key: auth.key }, path, context) : null;
  const { algorithm, encoding = 'hex', in: where } = auth;
  return (values) => {
    const [signed, shown, secret] = [of(values), format(values), key?.(values)];
    if ('skip' in signed) return signed;
    if ('skip' in shown) return shown;
    if (secret !== undefined && 'skip' in secret) return secret;
    const common = { algorithm, encoding, in: where, name, of: signed.texts.of, format: shown.texts.format };
    return {
      auth:
        secret === undefined
          ? { type: 'digest', ...common }
          : { type: 'hmac', key: secret.texts.key, ...common },
    };
  };
}

function grantTexts(auth: Of<'oauth2'>): Readonly<Record<string, string>> {
  const scope = auth.scope === undefined ? {} : { scope: auth.scope };
  if (auth.grant === 'jwt_bearer') return { serviceAccount: auth.serviceAccount, ...scope };
  const { clientId, clientSecret } = auth;
  const refresh = auth.grant === 'refresh_token' ? { refreshToken: auth.refreshToken } : {};
  return { clientId, clientSecret, ...refresh, ...scope };
}

function compileGrant(auth: Of<'oauth2'>, path: string, context: CompileContext): AuthNode {
  const url = compileUrl(auth.tokenUrl, `${path}.tokenUrl`, context);
  const render = compileTexts(grantTexts(auth), path, context);
  const client = auth.grant === 'jwt_bearer' ? {} : { client: auth.client ?? 'body' };
  return (values) => {
    const tokenUrl = url(values);
    if (typeof tokenUrl !== 'string') return tokenUrl;
    const shown = render(values);
    if ('skip' in shown) return shown;
    const grant = { type: 'oauth2', tokenUrl, grant: auth.grant, ...client, ...shown.texts };
    return { auth: grant as unknown as RequestAuth };
  };
}

/** `path` is the place of the auth in the template; undefined and `none` need nothing. */
export function compileAuth(
  auth: AuthDefinition | undefined,
  path: string,
  context: CompileContext,
): AuthNode | null {
  switch (auth?.type) {
    case undefined:
    case 'none':
      return null;
    case 'basic': {
      const { username, password } = auth;
      const render = compileTexts({ username, password }, path, context);
      return (values) => {
        const shown = render(values);
        return 'skip' in shown ? shown : { auth: { type: 'basic', ...shown.texts } };
      };
    }
    case 'bearer':
    case 'key':
      return compilePlain(auth, path, context);
    case 'hmac':
    case 'digest':
      return compileSignature(auth, path, context);
    case 'oauth2':
      return compileGrant(auth, path, context);
  }
}

/** Fields of `request` that the headers and parameters of such a request may carry: the time that was signed. */
export function lateFields(auth: AuthDefinition | undefined): readonly string[] | undefined {
  return auth?.type === 'hmac' || auth?.type === 'digest' ? ['unix', 'unix_ms'] : undefined;
}
