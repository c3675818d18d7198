import { expect, test } from 'vitest';
import { benchCases } from '../bench/cases';
import { quantile, summarise } from '../bench/report';
import { formatReport } from './bench-table';

test('quantiles lie between the sorted values', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5], 0.75)).toBe(4);
  expect(quantile([7], 0.25)).toBe(7);
});

test('the table compares the backends and says that an adapter is software', () => {
  const grid = benchCases[0]!;
  const text = formatReport({
    machine: 'Some CPU, 2 threads, linux x64',
    adapter: 'SwiftShader',
    isSoftware: true,
    host: 'Chromium 1',
    version: '0.1.0',
    date: '1970-01-01T00:00:00.000Z',
    cases: [summarise(grid, 'webgpu', [0.2, 0.2, 0.3]), summarise(grid, 'cpu', [0.02, 0.02, 0.02])],
  });
  expect(text).toMatchInlineSnapshot(`
    "Isoflop 0.1.0, Chromium 1
    Some CPU, 2 threads, linux x64
    WebGPU on SwiftShader (software: these figures say nothing about GPUs)

    case  backend   median  spread           rate  webgpu : cpu
    grid  webgpu    200 ms  ± 25 %  83.9M cells/s      0.10 : 1
    grid  cpu      20.0 ms   ± 0 %   839M cells/s
    "
  `);
});
