/**
 * One route as data: what it takes, who may call it, what it answers. Enters: a definition. Leaves: a row that the server mounts and the OpenAPI
 * document lists. It never touches a socket.
 */
import type { z } from 'zod';
import type { Fault } from '../errors';
import type { Key, Role } from '../model/app';
import type { KeyScope } from '../model/key-scopes';

/** `/v1/apps/{app}/links/{token}` → `app`, `token`. */
type ParamsOf<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Readonly<Record<Name, string>> & ParamsOf<Rest>
  : unknown;

export interface Call<Path extends string, Body, Query> {
  readonly caller: Key;
  readonly params: ParamsOf<Path>;
  readonly body: Body;
  readonly query: Query;
  /** Scheme and host of click URLs, without a slash at the end. */
  readonly baseUrl: string;
}

export interface RouteDefinition<Path extends string, Body, Query> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: Path;
  readonly summary: string;
  /** Who may call it at all; whose things it may touch is `ownership.ts`. */
  readonly roles: readonly Role[];
  /** What a key that was narrowed must have, all of them. */
  readonly scopes: readonly [KeyScope, ...KeyScope[]];
  readonly body?: z.ZodType<Body>;
  /** An empty body counts as `{}`. */
  readonly bodyOptional?: boolean;
  readonly query?: z.ZodType<Query>;
  readonly answer?: z.ZodType;
  /** Of the answer: 200; 204 has no body. */
  readonly status?: 200 | 201 | 204;
  readonly handle: (call: Call<Path, Body, Query>) => unknown;
}

/** A fault that has more to say than one field: `beside` stands next to `error` in the answer. */
export class Refusal {
  constructor(
    readonly fault: Fault,
    readonly beside: Readonly<Record<string, unknown>>,
  ) {}
}

/** A route whose types were checked where it was defined. */
export interface Route {
  readonly method: RouteDefinition<string, unknown, unknown>['method'];
  readonly path: string;
  readonly summary: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly KeyScope[];
  readonly body?: z.ZodType;
  readonly bodyOptional?: boolean;
  readonly query?: z.ZodType;
  readonly answer?: z.ZodType;
  readonly status: number;
  readonly handle: (call: Call<string, unknown, unknown>) => unknown;
}

/** Body and query reach `handle` only through their schemas, so its narrower types hold. */
export function defineRoute<const Path extends string, Body = undefined, Query = undefined>(
  definition: RouteDefinition<Path, Body, Query>,
): Route {
  return {
    ...definition,
    status: definition.status ?? 200,
    handle: (call) => definition.handle(call as Call<Path, Body, Query>),
  };
}
