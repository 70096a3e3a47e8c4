import { readdirSync, readFileSync } from 'node:fs';

/** CPU seconds used so far, and memory in use, of one process; null when it is gone. */
export function usageOf(pid: number): { readonly cpuSeconds: number; readonly residentMb: number } | null {
  const fields = statOf(pid);
  if (fields === null) return null;
  // Fields 14 and 15 of proc(5) are user and system time in ticks of 1/100 s; 24 is resident pages of 4 KiB.
  const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
  return { cpuSeconds: (user! + system!) / 100, residentMb: (pages! * 4096) / 1e6 };
}

/** The children of a process with their command lines. */
export function childrenOf(pid: number): { readonly pid: number; readonly command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => Number(statOf(child)?.[1]) === pid)
    .map((child) => ({ pid: child, command: commandOf(child) }));
}

/** The fields of /proc/pid/stat from the third on: the second is a name in brackets that may hold spaces. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** The value below which the share `p` of the numbers lies; NaN of none. */
export function quantile(numbers: readonly number[], p: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}
