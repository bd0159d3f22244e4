/**
 * Tells the board of this worker's lanes, every other second. Enters: the lanes. Leaves: posts. A post that fails is left out: the next one says it all.
 */
import type { LaneBoard, LaneReport } from './ports/lane-board';

export interface LaneReporter {
  /** Posts now. */
  post(): Promise<void>;
  stop(): void;
}

const everyMs = 2_000;

export function createLaneReporter(lanes: () => readonly LaneReport[], board: LaneBoard): LaneReporter {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  // The queue says when Redis is away.
  const post = (): Promise<void> => board.post(lanes()).catch(() => undefined);
  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => void post().then(schedule), everyMs);
    timer.unref();
  };
  schedule();
  return {
    post,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
