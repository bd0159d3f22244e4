/**
 * Whether attribution slows down as clicks pile up. Enters: the context. Leaves: installs attributed a second at each number of stored touches, all behind
 * fifty addresses, so that each install has its own click among the hundreds of strangers who share its address; against itself at the fewest.
 */
import type { Phone } from './activity';
import { inFolder, type BenchContext, type Measured } from './bench-context';
import { readStatus, setStage, startCarom, type Server, type Stage } from './carom';
import { fillTouches, learnPlaces, type Place } from './fill-touches';
import { checkExactlyOnce } from './ledger';
import { postClosed } from './load';
import { perSecond, ratioRow, type Row } from './rows';

const addresses: readonly string[] = Array.from({ length: 50 }, (_, at) => `203.0.113.${1 + at}`);
/** Prime, and in no size of a range: it visits every phone of it once, far from the one before. */
const stride = 48_271;

interface Range {
  readonly from: number;
  readonly to: number;
  readonly placeOf: (number: number) => Place;
}

async function measureInstalls(
  { sink, scale }: BenchContext,
  server: Server,
  stage: Stage,
  { from, to, placeOf }: Range,
): Promise<number> {
  const phone = (index: number): Phone => {
    const number = from + ((index * stride) % (to - from));
    return { number, address: placeOf(number).address };
  };
  const load = { senders: 8, batch: 50, phone };
  const warm = Math.ceil(scale.installs / 4);
  await sink.reset();
  const warmed = await postClosed(stage.target, { ...load, prefix: `w${to}`, first: 0, total: warm });
  await checkExactlyOnce(sink, warmed.accepted, 1);
  await sink.reset();
  const { accepted, startedAt } = await postClosed(stage.target, {
    ...load,
    prefix: `t${to}`,
    first: warm,
    total: scale.installs,
  });
  const lastAt = await sink.reaches(accepted.length);
  await checkExactlyOnce(sink, accepted, 1);
  for (const id of [accepted[0], accepted.at(-1)]) {
    const status = await readStatus(server, stage.app, id ?? '');
    if (status !== 'attributed') throw new Error(`The install ${String(id)} has a click and is ${status}.`);
  }
  return perSecond(accepted.length, lastAt - startedAt);
}

export async function measureTouches(context: BenchContext): Promise<Measured> {
  const { sink, scale, profileDir } = context;
  return inFolder(async (dataDir) => {
    const server = await startCarom({ dataDir, ...(scale.profile ? { profileDir } : {}) });
    try {
      const stage = await setStage(server, sink.urls.slice(0, 1));
      const measured: { readonly touches: number; readonly installsPerSecond: number }[] = [];
      const places = await learnPlaces(dataDir, server, stage, addresses);
      const placeOf = (number: number): Place => {
        const place = places[number % places.length];
        if (place === undefined) throw new Error('There is no address.');
        return place;
      };
      let from = 0;
      for (const touches of scale.touches) {
        context.say(`Attribution with ${touches} stored touches`);
        await fillTouches(dataDir, stage, { from, to: touches, place: placeOf });
        const installsPerSecond = await measureInstalls(context, server, stage, {
          from,
          to: touches,
          placeOf,
        });
        measured.push({ touches, installsPerSecond });
        from = touches;
      }
      const [fewest, ...more] = measured;
      const rows: Row[] = more.map(({ touches, installsPerSecond }) =>
        ratioRow(
          `installs attributed with ${touches.toLocaleString('en-US')} touches`,
          installsPerSecond,
          {
            name: `with ${fewest?.touches.toLocaleString('en-US') ?? ''}`,
            value: fewest?.installsPerSecond ?? 0,
          },
          0.8,
        ),
      );
      return { rows, details: { touches: measured } };
    } finally {
      await server.stop();
    }
  });
}
