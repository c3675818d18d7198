import { msg, str } from '@lit/localize';
import { formatCount } from '../../quantities/format';

const BYTE_UNITS = [msg('bytes'), 'kB', 'MB', 'GB', 'TB'];

/** A size for people: 11.2 MB. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), BYTE_UNITS.length - 1);
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${BYTE_UNITS[power]}`;
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
