/** The rows of the table. Enters: figures. Leaves: ratios against goals, medians, histograms of latency. */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

export interface Row {
  readonly measure: string;
  readonly value: string;
  readonly baseline: string;
  readonly ratio: number | null;
  readonly goal: string;
  /** Null: there is no goal, or the system cannot tell. */
  readonly met: boolean | null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function perSecond(count: number, tookMs: number): number {
  return (count * 1_000) / tookMs;
}

const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
export const rate = (value: number): string => `${thousands.format(value)}/s`;

/** A measure against a baseline of the same run. */
export function ratioRow(
  measure: string,
  value: number,
  baseline: { readonly name: string; readonly value: number },
  goal: number | null,
): Row {
  const ratio = value / baseline.value;
  return {
    measure,
    value: rate(value),
    baseline: `${baseline.name}: ${rate(baseline.value)}`,
    ratio,
    goal: goal === null ? '' : `≥ ${goal} ×`,
    met: goal === null ? null : ratio >= goal,
  };
}

/** A measure that has a ceiling of its own. */
export function ceilingRow(measure: string, value: number | null, unit: string, goal: number | null): Row {
  const digits = value !== null && value < 10 ? 2 : 1;
  return {
    measure,
    value: value === null ? 'n/a' : `${value.toFixed(digits)} ${unit}`,
    baseline: '',
    ratio: null,
    goal: goal === null ? '' : `≤ ${goal} ${unit}`,
    met: value === null || goal === null ? null : value <= goal,
  };
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** High dynamic range, three digits: Node's own histogram is HdrHistogram. Enters milliseconds, which it keeps as microseconds. */
export class LatencyHistogram {
  readonly #histogram: RecordableHistogram = createHistogram({ figures: 3 });

  record(latencyMs: number): void {
    this.#histogram.record(Math.max(1, Math.round(latencyMs * 1_000)));
  }

  percentiles(): Percentiles {
    const at = (percentile: number): number => this.#histogram.percentile(percentile) / 1_000;
    return { p50: at(50), p95: at(95), p99: at(99), max: this.#histogram.max / 1_000 };
  }
}

/** For people, and (in `docs/performance.md`) for Markdown. */
export function printTable(rows: readonly Row[]): string {
  const head = ['measure', 'value', 'baseline', 'ratio', 'goal', 'met'];
  const cells = rows.map((row) => [
    row.measure,
    row.value,
    row.baseline,
    row.ratio === null ? '' : `${row.ratio.toFixed(2)} ×`,
    row.goal,
    row.met === null ? '' : row.met ? 'yes' : 'NO',
  ]);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...cells.map((line) => (line[column] ?? '').length)),
  );
  const line = (parts: readonly string[]): string =>
    `| ${parts.map((part, column) => part.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}
