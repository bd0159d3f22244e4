/** The names trackers use for a click id and an order id. */
import { conversionParameters, conversionStatuses } from '../../../src/ingest/conversion-parameters';
import { readConversion } from '../../../src/ingest/read-conversion';

test.each([
  { name: 'cid', query: 'cid=C', click: 'C', order: undefined },
  { name: 'click_id', query: 'click_id=C&txid=O', click: 'C', order: 'O' },
  { name: 'clickId in any case', query: 'clickId=C', click: 'C', order: undefined },
  { name: 'aff_sub', query: 'aff_sub=C', click: 'C', order: undefined },
  { name: 'subid', query: 'subid=C', click: 'C', order: undefined },
  { name: 'tid', query: 'tid=C', click: 'C', order: undefined },
  { name: 'transaction_id alone is the click', query: 'transaction_id=C', click: 'C', order: undefined },
  {
    name: 'transaction_id beside a click is the order',
    query: 'transaction_id=O&cid=C',
    click: 'C',
    order: 'O',
  },
  { name: 'txid goes before transaction_id', query: 'transaction_id=T&cid=C&txid=O', click: 'C', order: 'O' },
  { name: 'an empty alias is none', query: 'cid=&subid=C', click: 'C', order: undefined },
  { name: 'the first of two', query: 'cid=C&cid=D', click: 'C', order: undefined },
])('$name', ({ query, click, order }) => {
  const read = readConversion(new URLSearchParams(query), 'USD');
  expect([read.clickId, read.activity['transaction_id']]).toEqual([click, order]);
});

test.each([
  { query: 'cid=C', event: 'conversion' },
  { query: 'cid=C&event=sale', event: 'sale' },
  { query: 'cid=C&goal=lead', event: 'lead' },
])('$query is the event $event', ({ query, event }) => {
  expect(readConversion(new URLSearchParams(query), 'USD').activity['event']).toBe(event);
});

test.each([
  { name: 'the app has', query: 'cid=C&payout=1', currency: 'EUR' },
  { name: 'the call names', query: 'cid=C&payout=1&currency=GBP', currency: 'GBP' },
])('payout in the currency that $name', ({ query, currency }) => {
  expect(readConversion(new URLSearchParams(query), 'EUR').conversion.payout).toEqual({
    amount: '1',
    currency,
  });
});

test.each(['{clickid}', '{{click.id}}', '[clickid]', '__CLICKID__', '%%clickid%%', '%7Bclickid%7D'])(
  'the placeholder %s is refused and explained',
  (placeholder) => {
    const query = new URLSearchParams({ cid: placeholder });
    expect(() => readConversion(query, 'USD')).toThrow(/cid is still a placeholder/);
  },
);

describe('every name of the table', () => {
  const values: Readonly<Record<string, string>> = {
    currency: 'EUR',
    status: 'hold',
    payout: '1.5',
    revenue: '2.5',
  };
  const rows = Object.entries(conversionParameters).flatMap(([name, { aliases }]) =>
    aliases.map((alias) => ({ name, alias })),
  );

  test('stands for one thing', () =>
    expect(rows.map(({ alias }) => alias)).toHaveLength(new Set(rows.map(({ alias }) => alias)).size));

  test.each(rows)('$alias is $name', ({ name, alias }) => {
    const value = values[name] ?? 'v1';
    const pairs: [string, string][] = [[alias.toUpperCase(), value]];
    if (name !== 'click' && name !== 'either') pairs.push(['cid', 'c1']);
    if (name === 'currency') pairs.push(['payout', '1']);
    if (name === 'statusTime') pairs.push(['status', 'approved']);
    const read = readConversion(pairs, 'USD');
    const found: Readonly<Record<string, unknown>> = {
      click: read.clickId,
      either: read.clickId,
      order: read.transaction,
      event: read.activity['event'],
      id: read.activity['id'],
      payout: read.conversion.payout?.amount,
      revenue: (read.activity['revenue'] as { amount: string } | undefined)?.amount,
      currency: read.conversion.payout?.currency,
      status: read.conversion.status === 'pending' ? 'hold' : undefined,
      statusTime: read.conversion.statusTime,
      time: read.activity['time'],
    };
    expect(found[name]).toBe(value);
    expect(read.activity['params']).toBeUndefined();
  });

  test.each([...conversionParameters.either.aliases])('%s beside a click id is the order', (alias) => {
    const read = readConversion(
      [
        [alias, 'o1'],
        ['cid', 'c1'],
      ],
      'USD',
    );
    expect([read.clickId, read.transaction]).toEqual(['c1', 'o1']);
  });

  test.each(
    Object.entries(conversionStatuses).flatMap(([status, words]) => words.map((word) => ({ status, word }))),
  )('$word is $status', ({ status, word }) => {
    const read = readConversion(
      [
        ['cid', 'c1'],
        ['status', word.toUpperCase().replace('_', ' ')],
      ],
      'USD',
    );
    expect(read.conversion.status).toBe(status);
  });
});
