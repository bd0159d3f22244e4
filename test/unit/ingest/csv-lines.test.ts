/** Files as they come: separators, quotes, chunks, headers, and where they stop being CSV. */
import {
  readColumns,
  readCsv,
  recordMaxBytes,
  separatorOf,
  type CsvLine,
} from '../../../src/ingest/csv-lines';
import { toInstant } from '../../../src/ingest/local-time';

async function* bytesOf(text: string | Buffer, size = Infinity): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size)
    yield await Promise.resolve(bytes.subarray(at, Math.min(bytes.length, at + size)));
}

async function read(source: AsyncIterable<Uint8Array>, columns = ''): Promise<CsvLine[]> {
  const lines: CsvLine[] = [];
  for await (const line of readCsv(source, { columns: readColumns(columns) })) lines.push(line);
  return lines;
}

const text = '\uFEFFClick ID,Order-ID,Note\r\n a , 1 ,"x, ""y""\r\nz"\r\n\r\nb,2,é😀\r\nc\r\n';
const expected = [
  [
    3,
    [
      ['click_id', ' a '],
      ['order_id', ' 1 '],
      ['note', 'x, "y"\r\nz'],
    ],
  ],
  [
    5,
    [
      ['click_id', 'b'],
      ['order_id', '2'],
      ['note', 'é😀'],
    ],
  ],
  [6, [['click_id', 'c']]],
];

test.each([1, 2, 3, 7, 1_000])('the same in chunks of %i bytes', async (size) => {
  const lines = await read(bytesOf(text, size));
  expect(lines.map(({ line, cells }) => [line, cells])).toEqual(expected);
});

test('no line break at the end, and a header alone', async () => {
  expect(await read(bytesOf('cid\na'))).toMatchObject([{ line: 2, cells: [['cid', 'a']] }]);
  expect(await read(bytesOf('cid\n'))).toEqual([]);
  expect(await read(bytesOf('cid'))).toEqual([]);
});

test.each([
  { head: 'a,b;c,d', separator: ',' },
  { head: 'a;b;c,d', separator: ';' },
  { head: 'a\tb\tc', separator: '\t' },
  { head: 'a|b', separator: '|' },
  { head: '"x;y;z",b', separator: ',' },
  { head: 'a', separator: ',' },
  { head: 'a,b\nx;y;z;w', separator: ',' },
])('the separator of $head', ({ head, separator }) => expect(separatorOf(head)).toBe(separator));

test('columns are renamed, whatever their case', async () => {
  expect(await read(bytesOf('Order Ref,Total\n1,2\n'), 'order ref:txid,TOTAL:amount')).toMatchObject([
    {
      cells: [
        ['txid', '1'],
        ['amount', '2'],
      ],
    },
  ]);
});

test.each([
  { name: 'nothing', source: '', kind: 'empty_body' },
  { name: 'blanks', source: ' \n \n', kind: 'empty_body' },
  { name: 'a name twice', source: 'a,b,A\n1,2,3', kind: 'invalid_field', field: 'a' },
  { name: 'no UTF-8', source: Buffer.from([0x61, 0x0a, 0xe9, 0x0a]), kind: 'invalid_encoding' },
  { name: 'half a letter at the end', source: Buffer.from([0x61, 0x0a, 0xc3]), kind: 'invalid_encoding' },
  { name: 'a quote that never ends', source: 'a\n"b\nc\n', kind: 'invalid_csv' },
  {
    name: 'a record without an end',
    source: `a\n"${'x'.repeat(recordMaxBytes + 10)}"\n`,
    kind: 'invalid_csv',
  },
  {
    name: 'too many columns',
    source: `${Array.from({ length: 201 }, (_, n) => `c${n}`).join(',')}\n`,
    kind: 'invalid_field',
  },
])('$name is refused', async ({ source, kind, field }) => {
  await expect(read(bytesOf(source))).rejects.toMatchObject({
    kind,
    ...(field === undefined ? {} : { field }),
  });
});

test.each([{ columns: 'a' }, { columns: 'a:' }, { columns: ':b' }, { columns: 'a:b,' }])(
  'columns=$columns is refused',
  ({ columns }) => expect(() => readColumns(columns)).toThrow(/pairs/),
);

test.each([
  { name: 'winter', text: '2026-01-15 12:00:00', zone: 'Europe/Berlin', at: '2026-01-15T11:00:00.000Z' },
  { name: 'summer', text: '2026-07-15T12:00', zone: 'Europe/Berlin', at: '2026-07-15T10:00:00.000Z' },
  { name: 'a day alone', text: '2026-07-15', zone: 'America/New_York', at: '2026-07-15T04:00:00.000Z' },
  {
    name: 'the hour that comes twice: the first',
    text: '2026-10-25 02:30:00',
    zone: 'Europe/Berlin',
    at: '2026-10-25T00:30:00.000Z',
  },
  {
    name: 'the hour after it',
    text: '2026-10-25 03:00:00',
    zone: 'Europe/Berlin',
    at: '2026-10-25T02:00:00.000Z',
  },
  {
    name: 'the hour that is left out',
    text: '2026-03-29 02:30:00',
    zone: 'Europe/Berlin',
    at: '2026-03-29T01:30:00.000Z',
  },
  { name: 'before it', text: '2026-03-29 01:59:59', zone: 'Europe/Berlin', at: '2026-03-29T00:59:59.000Z' },
  {
    name: 'a quarter of an hour',
    text: '2026-01-15 12:00:00',
    zone: 'Asia/Kathmandu',
    at: '2026-01-15T06:15:00.000Z',
  },
  { name: 'UTC', text: '2026-01-15 12:00:00', zone: 'UTC', at: '2026-01-15T12:00:00.000Z' },
  {
    name: 'a zone of its own stays',
    text: '2026-01-15T12:00:00+05:00',
    zone: 'UTC',
    at: '2026-01-15T12:00:00+05:00',
  },
  { name: 'no such day stays', text: '2026-02-30 12:00:00', zone: 'UTC', at: '2026-02-30 12:00:00' },
  { name: 'no such hour stays', text: '2026-02-03 24:00:00', zone: 'UTC', at: '2026-02-03 24:00:00' },
  { name: 'a number stays', text: '1795341600', zone: 'UTC', at: '1795341600' },
  { name: 'what could be two days stays', text: '03/04/2026', zone: 'UTC', at: '03/04/2026' },
])('a time without a zone: $name', ({ text: given, zone, at }) => expect(toInstant(given, zone)).toBe(at));
