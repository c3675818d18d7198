import data from '../../data/grids.json';

/** How much CO2 a kWh of a grid stands for, by somebody's account. */
export interface Grid {
  readonly id: string;
  readonly label: string;
  /** Kilograms of CO2 equivalent. */
  readonly kgPerKwh: number;
  /** Year. */
  readonly when: string;
  readonly source: string;
}

/** Grids as model reports count them, then countries by name. */
export const grids: readonly Grid[] = data.grids;

/** A grid by its id. */
export function findGrid(id: string): Grid | undefined {
  return grids.find((grid) => grid.id === id);
}
