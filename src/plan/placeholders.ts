/** (being written) Callback URLs with placeholders in Adjust's sense. */
import { Fault } from '../errors';
import type { PlanInput } from './plan-input';

export interface UrlProblem {
  readonly placeholder: string;
  readonly message: string;
  readonly suggestion?: string;
}

export interface CompiledUrl {
  readonly source: string;
  /** `deliveryId` fills `{nonce}` and `{random}`. */
  readonly render: (input: PlanInput, deliveryId: string) => string;
}

export type CompileUrlResult =
  | { readonly ok: true; readonly url: CompiledUrl; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problems: readonly UrlProblem[] };

export function compilePlaceholderUrl(url: string): CompileUrlResult {
  throw new Fault('internal', { message: `not written yet: ${url}` });
}
