/**
 * Quantiles of a sample, linear between its sorted values (Hyndman and Fan 1996, type 7, as NumPy has it), one for each level from
 * 0 to 1. Reorders the sample. NaN where the sample is empty or holds a NaN.
 */
export function quantilesOf(sample: Float64Array, levels: readonly number[]): number[] {
  if (sample.length === 0 || holdsNaN(sample)) return levels.map(() => Number.NaN);
  return levels.map((level) => {
    const position = level * (sample.length - 1);
    const below = Math.floor(position);
    const low = select(sample, below);
    if (position === below) return low;
    let next = Infinity;
    for (let i = below + 1; i < sample.length; i++) if (sample[i]! < next) next = sample[i]!;
    return low + (next - low) * (position - below);
  });
}

/** A plain loop: a callback for each value would cost more than the selection. */
function holdsNaN(sample: Float64Array): boolean {
  for (let i = 0; i < sample.length; i++) if (Number.isNaN(sample[i])) return true;
  return false;
}

/** The value that stands at a rank of the sorted sample; lesser values end up before it, greater ones behind. Hoare's FIND, 1961. */
function select(sample: Float64Array, rank: number): number {
  let first = 0;
  let last = sample.length - 1;
  while (first < last) {
    const pivot = sample[(first + last) >> 1]!;
    let i = first;
    let j = last;
    while (i <= j) {
      while (sample[i]! < pivot) i++;
      while (sample[j]! > pivot) j--;
      if (i > j) break;
      const value = sample[i]!;
      sample[i++] = sample[j]!;
      sample[j--] = value;
    }
    if (rank <= j) last = j;
    else if (rank >= i) first = i;
    else break;
  }
  return sample[rank]!;
}
