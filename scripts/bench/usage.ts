/** What processes used. Enters: process ids. Leaves: CPU seconds and peak memory from /proc; null on systems without it. */
import { readFileSync } from 'node:fs';

/** USER_HZ: what /proc counts in; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** User and system time of all threads, so far. */
export function cpuSeconds(pids: readonly number[]): number | null {
  return sum(pids, (pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name may hold spaces; behind its bracket the fields are plain.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  });
}

/** The most that each ever had in memory, together, in MiB. */
export function peakMib(pids: readonly number[]): number | null {
  return sum(pids, (pid) => {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kib) / 1_024;
  });
}

/** What each has in memory now, together, in MiB. */
export function currentMib(pids: readonly number[]): number | null {
  return sum(pids, (pid) => {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kib) / 1_024;
  });
}

function sum(pids: readonly number[], read: (pid: number) => number): number | null {
  try {
    return pids.reduce((total, pid) => total + read(pid), 0);
  } catch {
    return null;
  }
}
