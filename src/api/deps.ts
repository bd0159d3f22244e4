/** What the API is given. Enters: nothing. Leaves: types. Whatever needs an adapter or the pipeline arrives here as a function. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Integration } from '../model/app';
import type { TestDelivery } from '../model/delivery';
import type { IsAnonymousAddress } from '../ingest/anonymous-networks';
import type { Conversions } from '../ingest/conversions';
import type { CompiledTemplate } from '../plan/compile-template';
import type { Clock } from '../ports/clock';
import type { Directory } from '../ports/directory';
import type { LaneReport } from '../ports/lane-board';
import type { Observer } from '../ports/observer';
import type { RequestLimits } from '../ports/request-limits';
import type { Secrets } from '../ports/secrets';
import type { Store } from '../ports/store';

/** One live template of the registry. */
export interface RegisteredTemplate {
  readonly template: CompiledTemplate;
  readonly version: string;
  readonly source: 'builtin' | 'stored';
}

/** `touch`: an integration's or a link's, which judge their own touches. */
export type PolicyScope = 'app' | 'touch';

export interface ApiDeps {
  /** The hot routes; false: not one of them, and nothing was touched. */
  readonly intake: { handle(req: IncomingMessage, res: ServerResponse): boolean };
  /** Conversions of a file: they go in the same line as those of calls. */
  readonly conversions?: Pick<Conversions, 'take'>;
  /** True where no more may be accepted for now. */
  readonly overloaded?: () => boolean;
  readonly store: Store;
  readonly directory: Directory;
  readonly secrets: Secrets;
  readonly isAnonymous: IsAnonymousAddress;
  readonly clock: Clock;
  readonly observer: Observer;
  /** The Prometheus exposition. */
  readonly metrics: () => Promise<string>;
  /** The registry as it is now. */
  readonly templates: () => ReadonlyMap<string, RegisteredTemplate>;
  /** @throws Fault `invalid_policy` that names the field. */
  readonly validatePolicy: (document: unknown, scope: PolicyScope) => unknown;
  /** Rejects where Redis does not answer; need not be quick, the API waits a second at most. */
  readonly pingQueue: () => Promise<void>;
  /** Sends a test once, now, outside the pipeline, and stores it with its attempt. The secrets' markers in it are keyed by the owner of `integration`, or by the callback's id. */
  readonly sendTest: (delivery: TestDelivery, integration: Integration | null) => Promise<TestDelivery>;
  /** Called after deliveries were opened again; the sweeper finds them anyway. */
  readonly wakeDeliveries?: () => void;
  /** What the workers say of their lanes. Rejects where Redis does not answer. */
  readonly lanes?: () => Promise<readonly (readonly LaneReport[])[]>;
  /** `POST /v1/attribution/lookup`: of the key's app. */
  readonly lookup?: (app: App, asked: Readonly<Record<string, unknown>>) => Promise<object>;
  /** Requests a second; 0 is off. */
  readonly limits: RequestLimits;
  readonly rateLimit: { readonly perKey: number; readonly perAddress: number };
  readonly role: 'all' | 'api' | 'worker';
  readonly version: string;
  /** Empty: the request's own host. */
  readonly publicUrl: string;
  /** As Express's `trust proxy`. */
  readonly trustProxy: readonly string[];
}
