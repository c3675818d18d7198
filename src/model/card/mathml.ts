/** A symbol of an optimum: N*. */
export function star(symbol: string): string {
  return `<msup><mi>${symbol}</mi><mo>*</mo></msup>`;
}

/** A power. */
export function superscript(base: string, exponent: string): string {
  return `<msup>${base}${exponent}</msup>`;
}

/** A fraction; its parts may be rows. */
export function fraction(above: string, below: string): string {
  return `<mfrac><mrow>${above}</mrow><mrow>${below}</mrow></mfrac>`;
}
