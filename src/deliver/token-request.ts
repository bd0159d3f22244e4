/**
 * The request that asks for an OAuth 2 token. Enters: a grant with its secrets. Leaves: the request, or why it cannot be made. Pure but for the signature
 * of an assertion (RFC 7523), which is made of what enters.
 */
import { createSign } from 'node:crypto';
import type { TokenGrant } from '../model/delivery';
import type { OutboundRequest } from '../ports/sender';

type ClientGrant = Extract<TokenGrant, { readonly clientId: string }>;
type AssertionGrant = Extract<TokenGrant, { readonly grant: 'jwt_bearer' }>;

/** Google takes at most an hour. */
const assertionSeconds = 3_600;
const assertionType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

function post(url: string, form: Readonly<Record<string, string>>, headers = {}): OutboundRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
    body: new URLSearchParams(form).toString(),
  };
}

/** RFC 6749, 2.3.1: name and secret are form-encoded before they are put together. */
function basic({ clientId, clientSecret }: ClientGrant): string {
  const encode = (text: string): string => new URLSearchParams({ v: text }).toString().slice(2);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}

function clientRequest(grant: ClientGrant): OutboundRequest {
  const { scope, refreshToken, clientId, clientSecret } = grant;
  const form = {
    grant_type: grant.grant,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(scope === undefined ? {} : { scope }),
  };
  if (grant.client === 'basic') return post(grant.tokenUrl, form, { authorization: basic(grant) });
  return post(grant.tokenUrl, { ...form, client_id: clientId, client_secret: clientSecret });
}

interface ServiceAccount {
  readonly email: string;
  readonly key: string;
  readonly keyId: string | undefined;
}

/** As Google's console hands it out: https://cloud.google.com/iam/docs/keys-create-delete. */
function readServiceAccount(text: string): ServiceAccount | null {
  try {
    const file = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    const [email, key, keyId] = [file?.['client_email'], file?.['private_key'], file?.['private_key_id']];
    if (typeof email !== 'string' || typeof key !== 'string') return null;
    return { email, key, keyId: typeof keyId === 'string' ? keyId : undefined };
  } catch {
    return null;
  }
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function assertionRequest(grant: AssertionGrant, nowMs: number): OutboundRequest | string {
  const account = readServiceAccount(grant.serviceAccount);
  if (account === null) return 'service_account_invalid';
  const issuedAt = Math.floor(nowMs / 1_000);
  const { email, key, keyId } = account;
  const header = { alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) };
  const claims = {
    iss: email,
    ...(grant.scope === undefined ? {} : { scope: grant.scope }),
    aud: grant.tokenUrl,
    iat: issuedAt,
    exp: issuedAt + assertionSeconds,
  };
  const signed = `${base64url(header)}.${base64url(claims)}`;
  try {
    const signature = createSign('RSA-SHA256').update(signed).sign(key, 'base64url');
    return post(grant.tokenUrl, { grant_type: assertionType, assertion: `${signed}.${signature}` });
  } catch {
    return 'service_account_key_invalid';
  }
}

export function tokenRequest(grant: TokenGrant, nowMs: number): OutboundRequest | string {
  return grant.grant === 'jwt_bearer' ? assertionRequest(grant, nowMs) : clientRequest(grant);
}
