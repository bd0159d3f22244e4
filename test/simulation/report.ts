/** The table of docs/simulation.md. Enters: measures. Leaves: Markdown, laid out as the formatter lays tables out. */
import type { Measure } from './measure';
import { wrongShare } from './measure';

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function layOut(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) =>
    Math.max(...[head, ...rows].map((row) => (row[at] ?? title).length), 4),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** Precision: of the credits, how many name a touch of the very phone. Recall: of the installs of a phone that had clicked, how many are such credits. */
export function reportPresets(measures: readonly Measure[]): string {
  const head = [
    'preset',
    'precision',
    'recall',
    'certain, wrong',
    'guessed',
    'wrong',
    'in a crowd',
    'refused',
  ];
  const rows = measures.map(({ preset, certain, guessed, found, paid, crowded, refused }) => {
    const total = { right: certain.right + guessed.right, wrong: certain.wrong + guessed.wrong };
    const guesses = guessed.right + guessed.wrong;
    return [
      `\`${preset}\``,
      ...[percent(1 - wrongShare(total)), percent(found / paid), String(certain.wrong), String(guesses)],
      ...[percent(wrongShare(guessed)), String(crowded), String(refused)],
    ];
  });
  return layOut(head, rows);
}

/** Guesses by the network that the install came from. */
export function reportPlaces(measures: readonly Measure[]): string {
  const places = [
    ['a home', 'home'],
    ['a workplace', 'work'],
    ['a carrier’s shared address', 'carrier'],
  ] as const;
  const head = ['guessed, and wrong, behind', ...measures.map(({ preset }) => `\`${preset}\``)];
  const rows = places.map(([title, place]) => [
    title,
    ...measures.map(({ guessedAt }) => {
      const tally = guessedAt[place];
      return `${tally.right + tally.wrong}, ${percent(wrongShare(tally))}`;
    }),
  ]);
  return layOut(head, rows);
}
