/** Below this share of the largest eigenvalue one counts as zero: f64 leaves nothing of it. */
const ZERO = 1e-13;

/**
 * Condition number of a symmetric matrix, scaled to a diagonal of ones, so that units do not count; Infinity where it is not positive
 * definite. Takes the lower triangle of [size, size], row-major, and the rows that count. Eigenvalues by Jacobi's rotations.
 */
export function conditionNumber(lower: Float64Array, size: number, counts: readonly boolean[]): number {
  const kept = counts.flatMap((isKept, i) => (isKept ? [i] : []));
  const at = (i: number, j: number): number => lower[i >= j ? i * size + j : j * size + i]!;
  if (kept.some((i) => !(at(i, i) > 0))) return Infinity;
  const matrix = kept.map((i) => kept.map((j) => at(i, j) / Math.sqrt(at(i, i) * at(j, j))));
  const n = kept.length;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        off += Math.abs(matrix[p]![q]!);
        rotate(matrix, p, q);
      }
    }
    if (off < 1e-15) break;
  }
  const eigenvalues = matrix.map((row, i) => row[i]!);
  const [least, most] = [Math.min(...eigenvalues), Math.max(...eigenvalues)];
  return least > most * ZERO ? most / least : Infinity;
}

/** Turns the plane of p and q so that matrix[p][q] vanishes. */
function rotate(matrix: number[][], p: number, q: number): void {
  const entry = matrix[p]![q]!;
  if (entry === 0) return;
  const theta = (matrix[q]![q]! - matrix[p]![p]!) / (2 * entry);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of matrix) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  const [rowP, rowQ] = [matrix[p]!, matrix[q]!];
  for (let k = 0; k < matrix.length; k++) {
    const [x, y] = [rowP[k]!, rowQ[k]!];
    rowP[k] = c * x - s * y;
    rowQ[k] = s * x + c * y;
  }
}
