import { describe, expect, it } from 'vitest';
import { type TemplateResult } from 'lit';
import { growthModels } from '../../model/growth/models';
import { renderFormula } from './formula';

/** A template as the text of its markup. */
function markup(part: unknown): string {
  if (Array.isArray(part)) return part.map(markup).join('');
  if (typeof part === 'string') return part;
  if (typeof part !== 'object' || part === null) return '';
  const { strings, values } = part as TemplateResult;
  return strings.map((text, i) => text + markup(values[i])).join('');
}

const set = (formula: string) => renderFormula(formula).map((line) => markup(line).replace(/^<span class="equation">(.*)<\/span>$/, '$1'));

describe('formulas of growth laws', () => {
  it('puts each equation on a line, with its letters, indices and signs', () => {
    expect(set('log10 d = 0.88 log10 N - 5.74; saving = s/(1 + s)')).toEqual([
      'log<sub>10</sub> <i>d</i> = 0.88 log<sub>10</sub> <i>N</i> − 5.74',
      'saving = <i>s</i>/(1 + <i>s</i>)',
    ]);
  });

  it('raises powers, those in brackets too', () => {
    expect(set('E + A·N^-alpha')).toEqual(['<i>E</i> + <i>A</i>·<i>N</i><sup>−<i>α</i></sup>']);
    expect(set('D2^(-alpha2 + alpha3 ln D1)')).toEqual([
      '<i>D</i><sub>2</sub><sup>−<i>α</i><sub>2</sub> + <i>α</i><sub>3</sub> ln <i>D</i><sub>1</sub></sup>',
    ]);
    expect(set('((1 - (1 - u)·g^-0.076)/u)^(1/0.76)')).toEqual([
      '((1 − (1 − <i>u</i>)·<i>g</i><sup>−0.076</sup>)/<i>u</i>)<sup>1/0.76</sup>',
    ]);
  });

  it('names indices, and leaves words alone', () => {
    expect(set('TPP_growth = a·TPP + b')).toEqual(['TPP<sub>growth</sub> = <i>a</i>·TPP + <i>b</i>']);
    expect(set('loss at the switch, then L')).toEqual(['loss at the switch, then <i>L</i>']);
  });

  it('loses nothing of the formulas that there are', () => {
    for (const { formula } of growthModels) {
      const spelt = set(formula)
        .join('; ')
        .replaceAll(/<[^>]*>/g, '');
      for (const number of formula.match(/\d+(\.\d+)?/g) ?? []) expect(spelt).toContain(number);
      expect(spelt).not.toMatch(/\^|_/);
    }
  });
});
