/** What the pipeline needs of a queue: wake-ups for partitions, and batches of delivery ids. Nothing in it is the only copy of anything. */

export interface DeliveryBatch {
  /** Names this hand-over; only its job may claim the deliveries. */
  readonly ticket: string;
  readonly ids: readonly string[];
}

export interface QueueHandlers {
  /** Never throws for a fault of the store: it waits in place, or returns when `signal` aborts. */
  readonly processPartition: (partition: number, signal: AbortSignal) => Promise<void>;
  readonly sendBatch: (batch: DeliveryBatch, signal: AbortSignal) => Promise<void>;
}

export interface QueueDepth {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  /** Age of the oldest waiting job, milliseconds; 0 where none waits. */
  readonly oldestMs: number;
}

/** Of one of its queues. */
export interface QueueEpoch {
  /** As in `QueueDepth`. */
  readonly queue: string;
  /** The partition whose wake-ups it holds; null: it holds deliveries. */
  readonly partition: number | null;
  /** Changes whenever that queue may have lost what it held: another server, a restart, a failover, an emptied one. Null: nobody answers for it now. */
  readonly epoch: string | null;
}

export interface Queue {
  /** Rejects quickly (within about a second) with a Fault `queue_unavailable` where Redis does not take it. */
  wake(partitions: readonly number[]): Promise<void>;
  /** As `wake`; where some of its queues do not answer, the others get all. */
  send(batches: readonly DeliveryBatch[]): Promise<void>;
  /** Of every queue, the partitions in order. Rejects as `wake` where none answers. */
  epochs(): Promise<readonly QueueEpoch[]>;
  /** Of the queues that answer. Rejects as `wake` where none does. */
  depth(of?: 'all' | 'deliveries'): Promise<readonly QueueDepth[]>;
  /** Resolves while some of it answers. */
  ping(): Promise<void>;
  /** Starts taking jobs. */
  work(handlers: QueueHandlers): Promise<void>;
  /** Stops taking; resolves when handlers in hand returned. Never waits for Redis. */
  stopWorking(): Promise<void>;
  /** Never waits for Redis. */
  close(): Promise<void>;
}
