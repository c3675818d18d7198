/** Version of Isoflop. */
export { version } from '../../package.json';

/**
 * Raised with every change of code or data that changes a number which a sweep gives: what was computed before is never mixed with
 * what is computed after. Sidecars, journals and the metadata of Parquet and Arrow files state it.
 */
export const numbersVersion = 2;
