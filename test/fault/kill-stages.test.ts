/**
 * kill -9 of each process in each stage that an activity goes through. The stages are caught from outside: Redis stands still, a worker stands still, this
 * process holds the store's file, the receiver keeps its answer. Whoever dies, everything accepted is delivered, and only what was in flight comes twice.
 */
import type { ServerResponse } from 'node:http';
import { call, cleanUp, eventually, startReceiver, type Receiver, type TestApp } from '../harness';
import { stopRedisServers } from '../redis-server';
import { accountsOf, metric, settled } from './accounts';
import { Crew, isWorker, victims, type Lock } from './crew';
import { exactlyOnce, Ledger } from './ledger';
import { postOnce, setStage } from './load';
import { long } from './rounds';

/** Few enough to be sent at once to an origin that has not answered yet. */
const count = 3;
const timesEach = long ? 3 : 1;

/** A crew at work for one receiver, and what holds it where it is. */
class Scene {
  lock: Lock | null = null;
  readonly held: ServerResponse[] = [];

  private constructor(
    readonly crew: Crew,
    readonly receiver: Receiver,
    readonly ledger: Ledger,
    readonly app: TestApp,
  ) {}

  static async set(crew: Crew): Promise<Scene> {
    const receiver = await startReceiver();
    const ledger = new Ledger(receiver);
    return new Scene(crew, receiver, ledger, await setStage(crew, ledger));
  }

  async accept(prefix: string): Promise<void> {
    const ids = Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
    expect(await postOnce(this.crew, this.app, this.ledger, ids)).toBe(true);
  }

  /** Requests arrive and are not answered. */
  holdAnswers(): void {
    this.receiver.answer = (request, response) => {
      this.ledger.note(request);
      this.held.push(response);
    };
  }

  answerAll(): void {
    this.receiver.answer = (request, response) => {
      this.ledger.note(request);
      response.end('ok');
    };
    for (const response of this.held.splice(0)) response.end('ok');
  }

  /** Everything that was held goes on; who was killed meanwhile is not hurt by it. */
  release(): void {
    this.crew.redis.resume();
    this.lock?.release();
    this.lock = null;
    this.answerAll();
  }
}

interface Stage {
  readonly name: string;
  /** Resolves when what was accepted is in this stage and stays there. */
  readonly reach: (scene: Scene) => Promise<void>;
  /** What is sent is still in flight: the death of its worker makes it come again, nothing else does. */
  readonly inFlight: boolean;
}

const stages: readonly Stage[] = [
  {
    name: 'accepted, and Redis does not know of it yet',
    inFlight: false,
    async reach(scene) {
      await scene.crew.holdWorker();
      scene.crew.redis.pause();
      await scene.accept('a');
    },
  },
  {
    name: 'handed to the queue',
    inFlight: false,
    async reach(scene) {
      await scene.crew.holdWorker();
      await scene.accept('a');
      await eventually(
        () => metric(scene.crew, 'carom_queue_waiting'),
        (waiting) => waiting > 0,
      );
    },
  },
  {
    name: 'being attributed, not committed',
    inFlight: false,
    async reach(scene) {
      const { crew } = scene;
      await crew.holdWorker();
      await scene.accept('a');
      scene.lock = crew.lockStore();
      crew.resumeWorker();
      await eventually(
        () => metric(crew, 'carom_queue_active'),
        (active) => active > 0,
      );
      // Its writer serves in order: it does not answer while a commit waits.
      await eventually(
        () => call(crew.worker, '/readyz'),
        ({ json }) => json.store === 'down',
      );
    },
  },
  {
    name: 'being sent: arrived, not answered',
    inFlight: true,
    async reach(scene) {
      scene.holdAnswers();
      await scene.accept('a');
      await scene.ledger.reaches(2 * count);
    },
  },
  {
    name: 'answered, not recorded',
    inFlight: true,
    async reach(scene) {
      const { crew } = scene;
      const before = await metric(crew.worker, 'carom_attempts_total');
      scene.holdAnswers();
      await scene.accept('a');
      await scene.ledger.reaches(2 * count);
      scene.lock = crew.lockStore();
      scene.answerAll();
      await eventually(
        () => metric(crew.worker, 'carom_attempts_total'),
        (attempts) => attempts >= before + 2 * count,
      );
    },
  },
];

afterAll(cleanUp);
afterAll(stopRedisServers);

describe.each(stages)('$name', ({ reach, inFlight }) => {
  let crew: Crew;
  beforeAll(async () => {
    crew = await Crew.start();
  });
  afterAll(async () => {
    expect(await crew.stop()).toEqual([0, 0]);
  });

  test.each(Array.from({ length: timesEach }, () => victims).flat())('kill -9 of %s', async (victim) => {
    const scene = await Scene.set(crew);
    const { ledger, app } = scene;
    await reach(scene);
    await crew.kill(victim);
    scene.release();
    if (isWorker(victim)) await ledger.bury();
    else crew.resumeWorker();
    await crew.restore(victim);
    await scene.accept('b');
    await ledger.complete();
    await settled(crew, app);
    expect(ledger.verdict()).toEqual(exactlyOnce);
    expect(await accountsOf(crew, app, ledger)).toEqual({
      unaccounted: [],
      undecided: [],
      statuses: { delivered: 4 * count },
    });
    expect([...ledger.needless]).toEqual([]);
    expect(ledger.repeated).toBe(inFlight && isWorker(victim) ? 2 * count : 0);
    scene.receiver.close();
  });
});
