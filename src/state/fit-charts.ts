import * as v from 'valibot';

// What the charts of the fit view show, and how it stands in the URL. No choice here fits anything anew.

/** What the loss of runs can be drawn against. */
export const dataAxes = ['N', 'C'] as const;

/** What residuals can be drawn against: parameters, tokens, compute, the law's own loss. */
export const residualAxes = ['N', 'D', 'C', 'fitted'] as const;

/** What can be extrapolated. */
export const extrapolatedIds = ['N', 'D', 'tokensPerParameter', 'loss'] as const;

/** What the user chose of the charts. What a fit does not have falls back to what it has. */
export interface FitCharts {
  /** Undefined: what the approach is about. */
  readonly data?: (typeof dataAxes)[number] | undefined;
  readonly residuals: (typeof residualAxes)[number];
  /** The coefficient whose profile likelihood is drawn. */
  readonly profile: string;
  readonly extrapolated: (typeof extrapolatedIds)[number];
  /** The two coefficients whose draws are drawn. */
  readonly horizontal: string;
  readonly vertical: string;
}

/** What the view opens with. */
export const defaultFitCharts: FitCharts = {
  residuals: 'N',
  profile: 'alpha',
  extrapolated: 'N',
  horizontal: 'log A',
  vertical: 'alpha',
};

/** Choices with their names in a URL. */
const names = {
  data: 'fdata',
  residuals: 'fres',
  profile: 'fprof',
  extrapolated: 'fext',
  horizontal: 'fx',
  vertical: 'fy',
} as const satisfies Readonly<Record<keyof FitCharts, string>>;

const chartIds = Object.keys(names) as readonly (keyof FitCharts)[];

const oneOf = <T extends string>(ids: readonly T[]) => v.picklist(ids, `one of ${ids.join(', ')}`);
const COEFFICIENT_ALLOWED = 'the name of a coefficient, such as alpha or log A';
const coefficient = v.pipe(v.string(COEFFICIENT_ALLOWED), v.regex(/^[A-Za-z][\w ]{0,23}$/, COEFFICIENT_ALLOWED));

/** Fields of a URL's hash, with what each may be. */
export const fitChartFields = {
  fdata: oneOf(dataAxes),
  fres: oneOf(residualAxes),
  fprof: coefficient,
  fext: oneOf(extrapolatedIds),
  fx: coefficient,
  fy: coefficient,
} as const satisfies Readonly<Record<(typeof names)[keyof FitCharts], v.GenericSchema>>;

/** Choices from the fields that a URL has, already checked. */
export function readFitCharts(found: Readonly<Record<string, unknown>>): FitCharts {
  const chosen = chartIds.flatMap((id) => (found[names[id]] === undefined ? [] : [[id, found[names[id]]] as const]));
  return { ...defaultFitCharts, ...(Object.fromEntries(chosen) as Partial<FitCharts>) };
}

/** Fields of a URL for what differs from the defaults. */
export function writeFitCharts(charts: FitCharts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    chartIds.flatMap((id) => {
      const value = charts[id];
      return value === undefined || value === defaultFitCharts[id] ? [] : [[names[id], value] as const];
    }),
  );
}
