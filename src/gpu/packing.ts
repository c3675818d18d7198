/** Type of a 4-byte scalar in WGSL. */
type Scalar = 'u32' | 'f32';

/**
 * Parameters of each kernel, in the order of the WGSL struct of the same name: field i sits at byte 4·i.
 * The one packing table; a unit test compares it with the shaders.
 */
export const parameterStructs = {
  FillTermsParameters: { rows: 'u32', columns: 'u32' },
  GridParameters: {
    firstRow: 'u32',
    tileRows: 'u32',
    firstVector: 'u32',
    tileVectors: 'u32',
    floor: 'f32',
    tokenExponent0: 'f32',
    tokenExponent1: 'f32',
    tokenExponent2: 'f32',
    tokenExponent3: 'f32',
  },
  FrontierParameters: {
    firstRow: 'u32',
    tileRows: 'u32',
    leastSum: 'f32',
    greatestSum: 'f32',
    tokenExponent0: 'f32',
    tokenExponent1: 'f32',
    tokenExponent2: 'f32',
    tokenExponent3: 'f32',
  },
  FillDrawsParameters: {
    firstDraw: 'u32',
    draws: 'u32',
    firstRow: 'u32',
    tileRows: 'u32',
    rows: 'u32',
    columns: 'u32',
  },
  EnsembleParameters: {
    firstDraw: 'u32',
    draws: 'u32',
    firstRow: 'u32',
    tileRows: 'u32',
    vectors: 'u32',
  },
  GrowthParameters: {
    rule: 'u32',
    best: 'u32',
    histogram: 'u32',
    cells: 'u32',
    sign: 'f32',
    tileRows: 'u32',
    columns: 'u32',
    firstColumn: 'u32',
    tileColumns: 'u32',
    segment: 'u32',
    pixels: 'u32',
    firstPixelRows: 'u32',
    pixelRows: 'u32',
    bins: 'u32',
    histogramFrom: 'f32',
    binsPerUnit: 'f32',
    beta: 'f32',
    tokenTerm: 'f32',
    reducibleUnit: 'f32',
    computeUnit: 'f32',
    tokenUnit: 'f32',
    optimumSize: 'f32',
    optimumExponent: 'f32',
  },
  GraphParameters: {
    firstColumn: 'u32',
    columns: 'u32',
    rows: 'u32',
    lanes: 'u32',
    slots: 'u32',
    innerFrom: 'u32',
    limits: 'u32',
    firstLoop: 'u32',
    pixels: 'u32',
    firstPixelRows: 'u32',
    pixelRows: 'u32',
    objectives: 'u32',
    objective0: 'u32',
    objective1: 'u32',
    objective2: 'u32',
    sign0: 'f32',
    sign1: 'f32',
    sign2: 'f32',
    doubt: 'f32',
    edges: 'u32',
    capacity: 'u32',
  },
  LayoutsParameters: {
    isCollecting: 'u32',
    first: 'u32',
    fixedData: 'u32',
    groups: 'u32',
    microbatches: 'u32',
    recomputations: 'u32',
    zeroStages: 'u32',
    capacity: 'u32',
    batch: 'u32',
    layers: 'u32',
    hasFusedAttention: 'u32',
    nodeSize: 'u32',
    N: 'f32',
    width: 'f32',
    context: 'f32',
    vocabulary: 'f32',
    keptBetween: 'f32',
    keptWithin: 'f32',
    lightBetween: 'f32',
    lightWithin: 'f32',
    scoreTerm: 'f32',
    weights: 'f32',
    gradients: 'f32',
    optimizer: 'f32',
    runtimeBytes: 'f32',
    certainMemory: 'f32',
    possibleMemory: 'f32',
    layerFlop: 'f32',
    scoreFlop: 'f32',
    headFlop: 'f32',
    matrixRate: 'f32',
    halfWidth: 'f32',
    bandwidth: 'f32',
    insideNode: 'f32',
    betweenNodes: 'f32',
    latency: 'f32',
    nearLeast: 'f32',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Scalar>>>>;

/** Name of a kernel's parameter struct. */
export type StructName = keyof typeof parameterStructs;

/** Values for a parameter struct, by field. */
export type StructValues<S extends StructName> = { readonly [F in keyof (typeof parameterStructs)[S]]: number };

/** Size of a parameter struct in bytes. */
export function structBytes(name: StructName): number {
  return 4 * Object.keys(parameterStructs[name]).length;
}

/** Packs parameters as the shader reads them. */
export function packStruct<S extends StructName>(name: S, values: StructValues<S>): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(structBytes(name)));
  const fields: Readonly<Record<string, Scalar>> = parameterStructs[name];
  const numbers: Readonly<Record<string, number>> = values;
  Object.entries(fields).forEach(([field, type], i) => {
    const value = numbers[field] ?? Number.NaN;
    if (type === 'u32') view.setUint32(4 * i, value, true);
    else view.setFloat32(4 * i, value, true);
  });
  return view.buffer;
}
