import { formatCount } from '../quantities/format';
import type { BenchReport, CaseReport } from '../bench/report';
import { formatTable } from './table';

/** The figures for people: a line for each case and backend, and how the backends compare. */
export function formatReport({ machine, adapter, isSoftware, host, version, cases }: BenchReport): string {
  const gpu =
    adapter === null ? 'no WebGPU adapter' : `WebGPU on ${adapter}${isSoftware ? ' (software: these figures say nothing about GPUs)' : ''}`;
  const rows = cases.map((figures) => [
    figures.id,
    figures.backend,
    `${(figures.seconds * 1000).toPrecision(3)} ms`,
    `± ${(figures.spread * 100).toFixed(0)} %`,
    `${formatCount(figures.rate)} ${figures.unit}/s${bytesPerSecond(figures)}`,
    compare(figures, cases),
  ]);
  const table = formatTable(
    [['case', 'backend', 'median', 'spread', 'rate', 'webgpu : cpu'], ...rows],
    ['left', 'left', 'right', 'right', 'right', 'right'],
  );
  return `Isoflop ${version}, ${host}\n${machine}\n${gpu}\n\n${table}`;
}

function bytesPerSecond({ bytes, seconds }: CaseReport): string {
  return bytes === undefined ? '' : `, ${formatCount(bytes / seconds)}B/s`;
}

/** How many times as fast WebGPU is as the CPU in a case; shown once, on its WebGPU line. */
function compare(figures: CaseReport, cases: readonly CaseReport[]): string {
  const cpu = cases.find(({ id, backend }) => id === figures.id && backend === 'cpu');
  return figures.backend === 'webgpu' && cpu ? `${(figures.rate / cpu.rate).toPrecision(2)} : 1` : '';
}
