import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findForm, formIds } from '../model/forms';
import { packStruct, parameterStructs, structBytes } from './packing';

/** Fields of a WGSL struct as [name, type], in order. */
function readStruct(path: string, name: string): [string, string][] {
  const body = new RegExp(`struct ${name} \\{([^}]*)\\}`).exec(readFileSync(path, 'utf8'))?.[1] ?? '';
  return [...body.replace(/\/\/.*$/gm, '').matchAll(/(\w+)\s*:\s*(\w+)/g)].map(([, field, type]) => [field!, type!]);
}

describe('packing', () => {
  it.each([
    ['FillTermsParameters', 'fill_terms'],
    ['GridParameters', 'grid'],
    ['FrontierParameters', 'frontier'],
    ['FillDrawsParameters', 'fill_draws'],
    ['EnsembleParameters', 'ensemble'],
    ['GrowthParameters', 'growth'],
    ['GraphParameters', 'graph'],
    ['LayoutsParameters', 'layouts'],
  ] as const)('%s has the names, types and order of the shader', (name, kernel) => {
    expect(readStruct(`shaders/kernels/${kernel}.wgsl`, name)).toEqual(Object.entries(parameterStructs[name]));
  });

  it.each(formIds)('the coefficients of %s have the names and order of the shader', (id) => {
    const names = [...Object.keys(findForm(id).coefficients), ...Object.keys(findForm(id).scenario)];
    expect(readStruct(`shaders/forms/${id}.wgsl`, 'Coefficients')).toEqual(names.map((name) => [name, 'f32']));
  });

  it.each(formIds)('%s has no more terms than sumOfProducts writes out', (id) => {
    const written = readFileSync('shaders/lib/products.wgsl', 'utf8').match(/row\[/g) ?? [];
    expect(Object.keys(findForm(id).terms).length).toBeLessThanOrEqual(written.length);
  });

  it('no shader is without a form', () => {
    const files = readdirSync('shaders/forms').map((file) => file.replace('.wgsl', ''));
    expect(files.toSorted()).toEqual([...formIds].toSorted());
  });

  it('writes each field at its offset', () => {
    const exponents = { tokenExponent0: -0.25, tokenExponent1: 0, tokenExponent2: 1, tokenExponent3: 2 };
    const packed = packStruct('FrontierParameters', { firstRow: 3, tileRows: 4, leastSum: 0.5, greatestSum: 8, ...exponents });
    expect(packed.byteLength).toBe(structBytes('FrontierParameters'));
    expect([...new Uint32Array(packed, 0, 2)]).toEqual([3, 4]);
    expect([...new Float32Array(packed, 8)]).toEqual([0.5, 8, -0.25, 0, 1, 2]);
  });
});
