import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Optimum } from '../../model/optimum';
import { extraCompute } from '../../model/sized-run';
import type { OptimumInterval, OptimumSample } from '../../model/uncertainty';
import { describeExcursions, findExcursions } from '../../model/validity';
import { formatQuantity, formatScientific } from '../../quantities/format';
import { type QuantityId, quantities } from '../../quantities/registry';
import { densityOf, sharedFactor } from '../../state/density';
import type { LawAnswer } from '../../state/store';
import { shared } from '../controls/styles';
import { formatExtra, formatInterval, formatRatio } from '../controls/value';
import { StoreElement } from '../store-element';
import './density-strip';

/** Whether an interval is but one value, as that of a size that was given. */
function isExact([from, to]: readonly [number, number]): boolean {
  return to - from <= 1e-9 * to;
}

interface Row {
  readonly id: QuantityId;
  /** What the figure is called beside it. */
  readonly name: string;
  readonly symbol?: string;
  readonly unit?: string;
  value(optimum: Optimum): number;
  interval(of: OptimumInterval): readonly [number, number];
}

const leading: readonly Row[] = [
  { id: 'N', name: 'parameters', symbol: 'N', value: ({ N }) => N, interval: ({ N }) => N },
  { id: 'D', name: 'tokens', symbol: 'D', value: ({ D }) => D, interval: ({ D }) => D },
];

const following: readonly Row[] = [
  {
    id: 'tokensPerParameter',
    name: quantities.tokensPerParameter.label,
    value: ({ N, D }) => D / N,
    interval: ({ tokensPerParameter }) => tokensPerParameter,
  },
  { id: 'loss', name: 'loss', symbol: 'L', unit: 'nat/token', value: ({ loss }) => loss, interval: ({ loss }) => loss },
];

/** A law's optimum, and its intervals where they are known. */
interface Column {
  readonly answer: LawAnswer;
  readonly interval: OptimumInterval | undefined;
  readonly sample: OptimumSample | undefined;
}

/** Quantities whose draws are drawn, all on one scale. */
const DRAWN = ['N', 'D', 'tokensPerParameter'] as const;
type DrawnId = (typeof DRAWN)[number];
const centreOf = (optimum: Optimum) => ({ ...optimum, tokensPerParameter: optimum.D / optimum.N });
const isDrawn = (id: QuantityId): id is DrawnId => DRAWN.some((drawn) => drawn === id);

/**
 * The compute-optimal configuration in large figures with its intervals, the compared law's beside it, what the intervals
 * are, and how far the laws are out of their range.
 */
@customElement('iso-answer')
export class IsoAnswer extends StoreElement {
  static override styles = [
    shared,
    css`
      table {
        inline-size: 100%;
        border-collapse: collapse;
      }
      caption {
        padding-block-end: 0.25rem;
        text-align: start;
      }
      th,
      td {
        padding: 0.125rem 1.25rem 0.125rem 0;
        text-align: start;
        vertical-align: baseline;
        font-weight: 400;
      }
      .figure {
        display: block;
        font-size: var(--iso-size-question);
        font-weight: 600;
        line-height: 1.25;
        white-space: nowrap;
      }
      .interval {
        display: block;
        line-height: 1.2;
        white-space: nowrap;
      }
      th[scope='row'] {
        inline-size: 100%;
        padding-inline-end: 0;
        color: var(--iso-quiet);
      }
      th[scope='col'] {
        max-inline-size: 11rem;
        padding-block-end: 0.25rem;
        color: var(--iso-optimal);
        font-size: var(--iso-size-note);
        font-weight: 600;
        line-height: 1.25;
        vertical-align: bottom;
      }
      th.compared {
        color: var(--iso-compared);
      }
      .leading td {
        min-inline-size: 8.5rem;
        padding-block-end: 0.25rem;
      }
      .leading .figure {
        color: var(--iso-optimal);
        font-size: var(--iso-size-answer);
        font-weight: 650;
        line-height: 1.1;
        letter-spacing: -0.015em;
      }
      .leading th {
        color: var(--iso-text);
      }
      .compared iso-density-strip {
        color: var(--iso-compared);
      }
      .compared .figure,
      .leading .compared .figure {
        color: var(--iso-compared);
      }
      i {
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
      }
      p {
        margin: 0.5rem 0 0;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      .reach {
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--iso-line-strong);
      }
      .reach.outside {
        border-inline-start-color: var(--iso-limit);
      }
      .part {
        white-space: nowrap;
      }
      .reach b {
        color: var(--iso-limit);
      }
      @media (max-width: 75rem) {
        th,
        td {
          padding-inline-end: 0.75rem;
        }
        .leading td {
          min-inline-size: 0;
        }
      }
    `,
  ];

  override render() {
    const { answer, compared, spread, comparedSpread } = this.store;
    const columns: readonly Column[] = [
      { answer: answer.value, interval: spread.interval.value, sample: spread.sample.value },
      ...(compared.value ? [{ answer: compared.value, interval: comparedSpread.interval.value, sample: comparedSpread.sample.value }] : []),
    ];
    return html`<table>
        <caption class=${compared.value ? 'hidden' : 'note'}>
          ${answer.value.isSized ? 'Training run of the given size' : 'Compute-optimal training run'}
        </caption>
        ${compared.value ? this.head(columns) : nothing}
        <tbody class="leading">
          ${leading.map((row) => this.row(row, columns))}
        </tbody>
        <tbody>
          ${following.map((row) => this.row(row, columns))}
        </tbody>
      </table>
      ${columns.map(({ answer: each }) => this.excess(each))}${this.certainty(columns)}${compared.value ? this.bothReaches(answer.value, compared.value) : this.reachInFull(answer.value)}`;
  }

  private head(columns: readonly Column[]): TemplateResult {
    return html`<thead>
      <tr>
        ${columns.map(({ answer }, i) => html`<th scope="col" class=${i > 0 ? 'compared' : ''}>${answer.law.label}</th>`)}
        <td></td>
      </tr>
    </thead>`;
  }

  private row({ id, name, symbol, unit, value, interval }: Row, columns: readonly Column[]): TemplateResult {
    return html`<tr>
      ${columns.map(
        (column, i) =>
          html`<td class=${i > 0 ? 'compared' : ''}>
            <span class="figure">${formatQuantity(id, value(column.answer.optimum)).number}</span>
            ${
              column.interval && !isExact(interval(column.interval))
                ? html`<small class="interval"
                      ><span class="hidden">80 % interval</span> ${formatInterval(id, interval(column.interval))}</small
                    >${isDrawn(id) ? this.strip(id, column) : nothing}`
                : this.silence(id, column, columns)
            }
          </td>`,
      )}
      <th scope="row">
        ${name}${symbol === undefined ? nothing : html` <i>${symbol}*</i>`}${unit === undefined ? nothing : html` <small>${unit}</small>`}
      </th>
    </tr>`;
  }

  /** How the draws of a quantity lie around its value. */
  private strip(id: DrawnId, { answer: { optimum }, sample, interval }: Column): TemplateResult | typeof nothing {
    if (!sample || !interval) return nothing;
    const value = centreOf(optimum);
    const density = densityOf(sample[id], value[id], sharedFactor(sample, value, DRAWN));
    return html`<iso-density-strip .density=${density} .value=${value[id]} .interval=${interval[id]}></iso-density-strip>`;
  }

  /** What stands under the first figure of a law without intervals, beside a law that has some. */
  private silence(id: QuantityId, { interval: own }: Column, columns: readonly Column[]): TemplateResult | typeof nothing {
    const isNeeded = id === 'N' && !own && columns.some(({ interval }) => interval);
    return isNeeded ? html`<small class="interval">none published</small>` : nothing;
  }

  /** What a given size costs beyond the optimum. */
  private excess({ law, optimum, isSized }: LawAnswer): TemplateResult | typeof nothing {
    if (isSized === undefined) return nothing;
    if (!isSized) return html`<p class="reach outside">This budget cannot serve a model of that size: the optimal one is shown.</p>`;
    const extra = extraCompute(law, optimum);
    if (Number.isNaN(extra)) return html`<p>${law.label} knows no compute-optimal run of this loss.</p>`;
    return html`<p><b>${formatExtra(extra)}</b> compute beyond the compute-optimal run of this loss under ${law.label}.</p>`;
  }

  /** What the intervals are. */
  private certainty(columns: readonly Column[]): TemplateResult {
    const known = columns.find(({ sample }) => sample);
    if (!known?.sample) return html`<p>No intervals: no uncertainty published.</p>`;
    const factor = sharedFactor(known.sample, centreOf(known.answer.optimum), DRAWN);
    return html`<p>
      80 % intervals, from the joint uncertainty of the law’s coefficients; the law’s own shape is not in them. The ridges are its
      ${known.sample.N.length} draws, on one scale from ÷ ${factor} to × ${factor}.
    </p>`;
  }

  /** How far the budget lies outside the ranges of two laws. */
  private bothReaches(answer: LawAnswer, compared: LawAnswer): TemplateResult {
    const isWithinBoth = [answer, compared].every(({ law, optimum, reach }) => {
      return reach.kind === 'within' && findExcursions(law.range, optimum).length === 0;
    });
    const floors = html`<p>Floors differ between laws: compare N* and D*, not the losses.</p>`;
    if (isWithinBoth) return html`${this.reach(answer, 'both laws')}${floors}`;
    return html`${this.reach(answer, answer.law.label)}${this.reach(compared, compared.law.label)}${floors}`;
  }

  private reach({ law, optimum, reach }: LawAnswer, whose: string): TemplateResult {
    const excursions = findExcursions(law.range, optimum);
    if (excursions.length > 0) {
      const parts = excursions.map(
        ({ quantity, factor, side }) =>
          html`<span class="part">${quantityNames[quantity]} ${formatRatio(factor)} ${side === 'above' ? 'beyond' : 'below'}</span>`,
      );
      return html`<p class="reach outside"><b>Extrapolated</b> outside the fitted runs of ${whose}: ${joinParts(parts)}.</p>`;
    }
    if (reach.kind === 'unknown') return html`<p class="reach">No range of fitted runs is stated for ${whose}.</p>`;
    return html`<p class="reach">Within the fitted runs of ${whose}.</p>`;
  }

  /** The same in full, where one law stands alone. */
  private reachInFull({ law, optimum, reach }: LawAnswer): TemplateResult {
    const excursions = findExcursions(law.range, optimum);
    if (excursions.length > 0) {
      return html`<p class="reach outside"><b>Extrapolated.</b> ${describeExcursions(excursions, 'this law')}.</p>`;
    }
    if (reach.kind === 'unknown') return html`<p class="reach">Where ${law.label} was fitted: ${law.validity}.</p>`;
    const [from, to] = reach.range.map((C) => formatScientific(C, 2)) as [string, string];
    return html`<p class="reach">Within the runs that this law was fitted on, ${from} to ${to} FLOP.</p>`;
  }
}

/** Quantities as the subjects of a comparison with the fitted runs. */
const quantityNames = { C: 'compute', N: 'parameters', D: 'tokens' } as const;

/** Parts with commas between them. */
function joinParts(parts: readonly TemplateResult[]): readonly TemplateResult[] {
  return parts.map((part, i) => (i === 0 ? part : html`, ${part}`));
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-answer': IsoAnswer;
  }
}
