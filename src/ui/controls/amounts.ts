import { msg, str } from '@lit/localize';
import { formatCount, formatSize } from '../../quantities/format';

/** A size for people: 11.2 MB. */
export function formatBytes(bytes: number): string {
  return formatSize(bytes, msg('bytes'));
}

/** A time for people: 12 ms, 4.5 s, 3 min, 2.5 h. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return msg('unknown time');
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${Number(seconds.toPrecision(2))} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${Number((seconds / 3600).toPrecision(2))} h`;
}

/** The speed of a sweep: 35.2M cells/s. */
export function formatRate(cellsPerSecond: number): string {
  const count = formatCount(cellsPerSecond);
  return msg(str`${count} cells/s`);
}
