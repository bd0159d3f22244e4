/** What the hot routes need of the rest. Enters: nothing. Leaves: one type, which main.ts fills. */
import type { Activity } from '../model/activity';
import type { Touch } from '../model/touch';
import type { Clock } from '../ports/clock';
import type { Directory, ManagedDirectory } from '../ports/directory';
import type { Observer } from '../ports/observer';
import type { Secrets } from '../ports/secrets';
import type { Store } from '../ports/store';
import type { IsAnonymousAddress } from './anonymous-networks';

export interface IntakeDeps {
  readonly directory: Pick<ManagedDirectory, keyof Directory | 'compats'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly secrets: Secrets;
  readonly isAnonymous: IsAnonymousAddress;
  readonly partitions: number;
  readonly commitItems: number;
  readonly commitMs: number;
  readonly lineMax: number;
  /** While the oldest touch has waited this long, milliseconds, a server's touch is refused; of activities `overloaded` knows. */
  readonly lineMs: number;
  readonly queueLeaseMs: number;
  /** Stores touches durably, in one commit; rejects where the store does not take them. */
  readonly storeTouches: (batch: readonly Touch[]) => Promise<void>;
  /** What was committed as new, right after its commit; not awaited. */
  readonly onAccepted: (activities: readonly Activity[]) => void;
  /** True where no more may be accepted for now: answered 503. */
  readonly overloaded: () => boolean;
  /** `loopback`, `linklocal`, `uniquelocal` or CIDRs. */
  readonly trustProxy: readonly string[];
  /** Hashes beside SHA-256 of email and phone that a template of the app asks for; none by default. */
  readonly hashForms?: (app: string) => { readonly sha1?: boolean; readonly md5?: boolean };
}
