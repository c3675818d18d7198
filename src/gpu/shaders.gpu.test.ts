import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import formHarness from '../../shaders/testing/form_harness.wgsl?forms';
import powerHarness, { lines, source } from '../../shaders/testing/power_harness.wgsl?wesl';
import { type Term, termValue } from '../model/form';
import { findForm, formIds } from '../model/forms';
import { lossLaws } from '../model/laws';
import { type Log2, power, powerTerm, splitLog2 } from '../model/math/power';
import { storageBuffer, upload } from './buffers';
import type { Gpu } from './device';
import { shaderOf } from './kernels';
import { compileShader } from './shader';
import { openTestGpu, relativeError } from '../testing/gpu';

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.close());

/** Runs a harness over read-only inputs and reads its floats back. */
async function runHarness(
  shader: Parameters<typeof compileShader>[1],
  inputs: readonly Float32Array<ArrayBuffer>[],
  points: number,
  floats: number,
): Promise<Float32Array> {
  const { device } = gpu;
  const module = await compileShader(device, shader, 'harness');
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const results = storageBuffer(gpu, 'harness.results', 4 * points * floats, GPUBufferUsage.COPY_SRC);
  const staging = device.createBuffer({ size: results.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const buffers = [...inputs.map((data) => upload(gpu, 'harness.input', data)), results];
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    }),
  );
  pass.dispatchWorkgroups(Math.ceil(points / 64));
  pass.end();
  encoder.copyBufferToBuffer(results, 0, staging, 0, results.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  return new Float32Array(staging.getMappedRange()).slice();
}

/** A log2 as f32 holds it. */
function roundLog2(log2: number): Log2 {
  const { whole, fraction } = splitLog2(log2);
  return { whole, fraction: Math.fround(fraction) };
}

describe('lib/power.wgsl', () => {
  it('meets its TypeScript twin, function by function', async () => {
    const cases: { log2x: Log2; exponent: number; size: number }[] = [];
    for (const log2 of [-3.3, 0, 0.49, 16.61, 33.5, 49.83, 56.47, 80.2]) {
      for (const exponent of [-0.9, -0.35, -0.07, 0, 0.28, 0.3478, 0.7378641, 1]) {
        for (const size of [1e-3, 1, 482.01, 1.8e13, 1e18]) {
          // every value that the harness computes must be a normal f32
          const isNormal = Math.abs(log2) + Math.abs(Math.log2(size)) < 120;
          if (isNormal) cases.push({ log2x: roundLog2(log2), exponent: Math.fround(exponent), size: Math.fround(size) });
        }
      }
    }
    const input = Float32Array.from(cases.flatMap(({ log2x, exponent, size }) => [log2x.whole, log2x.fraction, exponent, size]));
    const results = await runHarness({ code: powerHarness, source, lines }, [input], cases.length, 5);
    cases.forEach(({ log2x, exponent, size }, i) => {
      const [aPower, aTerm, log2Size, quotient, scaled] = results.subarray(5 * i);
      const log2 = log2x.whole + log2x.fraction;
      expect(relativeError(aPower!, power(log2x, exponent))).toBeLessThan(1e-6);
      expect(relativeError(aTerm!, powerTerm(size, exponent, log2x))).toBeLessThan(1e-6);
      // f32 holds the sum of whole and fraction to half an ULP only
      expect(Math.abs(log2Size! - Math.log2(size))).toBeLessThan(5e-7 + 6e-8 * Math.abs(log2Size!));
      expect(relativeError(quotient!, 2 ** (exponent * (Math.log2(size) - log2)))).toBeLessThan(1e-6);
      expect(scaled).toBe(size * 2 ** log2x.whole);
    });
  });
});

describe.each(formIds)('forms/%s.wgsl', (id) => {
  it('meets its TypeScript twin, function by function', async () => {
    const form = findForm(id);
    const terms: readonly Term[] = Object.values(form.terms);
    const floats = terms.length + 4;
    const points = [1e5, 3e7, 1e9, 7e10, 1e12, 1e15].flatMap((N) => [1e6, 2e9, 1.4e12, 3e14, 1e17].map((D) => [N, D] as const));
    for (const law of lossLaws.filter((each) => each.form === id)) {
      const names = [...Object.keys(form.coefficients), ...Object.keys(form.scenario)];
      const c = Object.fromEntries(names.map((name) => [name, law.coefficients[name]!]));
      const packed = Float32Array.from(points.flatMap((point) => point.flatMap((x) => Object.values(splitLog2(Math.log2(x))))));
      const results = await runHarness(formHarness[id]!, [Float32Array.from(Object.values(c)), packed], points.length, floats);
      points.forEach(([N, D], i) => {
        const at = results.subarray(i * floats);
        const values = terms.map((term) => termValue(term, c, N, D));
        values.forEach((value, k) => expect(relativeError(at[k]!, value), `${law.id}: ${Object.keys(form.terms)[k]}`).toBeLessThan(1e-5));
        expect(Math.abs(at[terms.length]! - form.offset(c))).toBeLessThan(1e-6);
        const sum = values.reduce((total, value) => total + value, form.offset(c));
        expect(relativeError(at[terms.length + 1]!, form.link ? form.link(c, sum) : sum)).toBeLessThan(1e-5);
        expect(at[terms.length + 2]).toBe(terms.length);
        const penalty = form.penalty?.value(c, N, D) ?? 0;
        expect(Math.abs(at[terms.length + 3]! - penalty) / sum).toBeLessThan(1e-5);
      });
    }
  });
});

describe('compileShader', () => {
  it('names the file and line that an error was written in', async () => {
    const { device } = gpu;
    const broken = powerHarness.replace('log2(parts.fract)', 'log2(parts.fraction)');
    const line = lines[broken.split('\n').findIndex((text) => text.includes('parts.fraction'))]!;
    expect(line).toMatch(/^shaders\/lib\/power\.wgsl:\d+$/);
    const compiled = compileShader(device, { code: broken, source, lines }, 'broken');
    await expect(compiled).rejects.toMatchObject({ name: 'BackendError', failure: 'shader-rejected' });
    await expect(compiled).rejects.toThrow(`${line}: `);
  });

  it('names a form by its own file', async () => {
    for (const id of formIds) {
      const shader = shaderOf({ shaders: formHarness }, id);
      const code = shader.code.replace(/fn parameterTerm\(.*\{/, '$& let broken: u32 = 1.5;');
      const compiled = compileShader(gpu.device, { ...shader, code }, 'broken');
      await expect(compiled).rejects.toThrow(new RegExp(`^shaders/forms/${id}\\.wgsl:\\d+: `));
    }
  });
});
