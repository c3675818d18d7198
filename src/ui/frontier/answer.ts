import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import type { Optimum } from '../../model/optimum';
import { extraCompute } from '../../model/sized-run';
import type { OptimumInterval } from '../../model/uncertainty';
import { describeExcursions, findExcursions } from '../../model/validity';
import { formatQuantity, formatScientific } from '../../quantities/format';
import { type QuantityId, quantities } from '../../quantities/registry';
import { densityOf, sharedFactor } from '../../state/density';
import type { LawAnswer } from '../../state/store';
import { shared } from '../controls/styles';
import { formatExtra, formatInterval } from '../controls/value';
import { StoreElement } from '../store-element';
import '../help/term';
import './density-strip';
import { limitSentences } from './limit-words';

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
  /** Whether the name explains itself: it is the glossary's. */
  readonly isTerm?: boolean;
  value(optimum: Optimum): number;
  interval(of: OptimumInterval): readonly [number, number];
}

const leading: readonly Row[] = [
  { id: 'N', name: msg('parameters'), symbol: 'N', value: ({ N }) => N, interval: ({ N }) => N },
  { id: 'D', name: msg('tokens'), symbol: 'D', value: ({ D }) => D, interval: ({ D }) => D },
];

const following: readonly Row[] = [
  {
    id: 'tokensPerParameter',
    name: said(quantities.tokensPerParameter.label),
    isTerm: true,
    value: ({ N, D }) => D / N,
    interval: ({ tokensPerParameter }) => tokensPerParameter,
  },
  { id: 'loss', name: msg('loss'), isTerm: true, symbol: 'L', unit: 'nat/token', value: ({ loss }) => loss, interval: ({ loss }) => loss },
];

/** Quantities whose draws are drawn, all on one scale. */
const DRAWN = ['N', 'D', 'tokensPerParameter'] as const;
type DrawnId = (typeof DRAWN)[number];
const centreOf = (optimum: Optimum) => ({ ...optimum, tokensPerParameter: optimum.D / optimum.N });
const isDrawn = (id: QuantityId): id is DrawnId => DRAWN.some((drawn) => drawn === id);

/** The compute-optimal configuration in large figures with its intervals, what these are, and how far the law is out of its range. */
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
      .reach.limited {
        border-inline-start-color: var(--iso-constraint);
      }
      .reach.limited b {
        color: var(--iso-constraint);
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
    const { answer, spread } = this.store;
    const interval = spread.interval.value;
    return html`<table>
        <caption class="note">
          ${captionOf(answer.value)}
        </caption>
        <tbody class="leading">
          ${leading.map((row) => this.row(row, interval))}
        </tbody>
        <tbody>
          ${following.map((row) => this.row(row, interval))}
        </tbody>
      </table>
      ${this.limited(answer.value)}${this.excess(answer.value)}${this.certainty()}${this.reach(answer.value)}`;
  }

  private row({ id, name, isTerm, symbol, unit, value, interval }: Row, found: OptimumInterval | undefined): TemplateResult {
    return html`<tr>
      <td>
        <span class="figure">${formatQuantity(id, value(this.store.answer.value.optimum)).number}</span>
        ${
          found && !isExact(interval(found))
            ? html`<small class="interval"
                  ><span class="hidden">${msg('80 % interval')}</span> ${formatInterval(id, interval(found))}</small
                >
                ${isDrawn(id) ? this.strip(id, found) : nothing}`
            : nothing
        }
      </td>
      <th scope="row">
        ${isTerm ? html`<iso-term of=${id}>${name}</iso-term>` : name}${symbol === undefined ? nothing : html` <i>${symbol}*</i>`}${unit === undefined ? nothing : html` <small>${unit}</small>`}
      </th>
    </tr>`;
  }

  /** How the draws of a quantity lie around its value. */
  private strip(id: DrawnId, interval: OptimumInterval): TemplateResult | typeof nothing {
    const { answer, spread } = this.store;
    const sample = spread.sample.value;
    if (!sample) return nothing;
    const value = centreOf(answer.value.optimum);
    const density = densityOf(sample[id], value[id], sharedFactor(sample, value, DRAWN));
    return html`<iso-density-strip .density=${density} .value=${value[id]} .interval=${interval[id]}></iso-density-strip>`;
  }

  /** What holds the run back. */
  private limited(answer: LawAnswer): TemplateResult | typeof nothing {
    const sentences = limitSentences(this.store.limits.value, answer);
    if (sentences.length === 0) return nothing;
    return html`<p class="reach limited"><b>${msg('Held back.')}</b> ${sentences.map((sentence) => html`${sentence} `)}</p>`;
  }

  /** What a given size costs beyond the optimum. */
  private excess({ law, optimum, isSized }: LawAnswer): TemplateResult | typeof nothing {
    if (isSized === undefined) return nothing;
    if (!isSized)
      return html`<p class="reach outside">${msg('This budget cannot serve a model of that size: the optimal one is shown.')}</p>`;
    const extra = extraCompute(law, optimum);
    const label = said(law.label);
    if (Number.isNaN(extra)) return html`<p>${msg(str`${label} knows no compute-optimal run of this loss.`)}</p>`;
    return html`<p>${msg(html`<b>${formatExtra(extra)}</b> compute beyond the compute-optimal run of this loss under ${label}.`)}</p>`;
  }

  /** What the intervals are. */
  private certainty(): TemplateResult {
    const { answer, spread } = this.store;
    const sample = spread.sample.value;
    if (!sample) return html`<p>${msg('No intervals: no uncertainty published.')}</p>`;
    const factor = sharedFactor(sample, centreOf(answer.value.optimum), DRAWN);
    const draws = sample.N.length;
    return html`<p>
      ${msg(
        html`<iso-term of="interval">80 % intervals</iso-term>, from the joint uncertainty of the law’s coefficients; the law’s own shape is
          not in them. The ridges are its ${draws} draws, on one scale from ÷ ${factor} to × ${factor}.`,
      )}
    </p>`;
  }

  /** How far the run lies outside the law's range. */
  private reach({ law, optimum, reach }: LawAnswer): TemplateResult {
    const excursions = findExcursions(law.range, optimum);
    if (excursions.length > 0) {
      const words = said(describeExcursions(excursions, 'this law'));
      return html`<p class="reach outside">${msg(html`<b>Extrapolated.</b> ${words}.`)}</p>`;
    }
    if (reach.kind === 'unknown') {
      const [label, validity] = [said(law.label), said(law.validity)];
      return html`<p class="reach">${msg(str`Where ${label} was fitted: ${validity}.`)}</p>`;
    }
    const [from, to] = reach.range.map((C) => formatScientific(C, 2)) as [string, string];
    return html`<p class="reach">${msg(str`Within the runs that this law was fitted on, ${from} to ${to} FLOP.`)}</p>`;
  }
}

/** What the figures are of. */
function captionOf({ limited, isSized }: LawAnswer): string | TemplateResult {
  if (limited) return msg('Best training run within the limits');
  if (isSized) return msg('Training run of the given size');
  return html`<iso-term of="compute-optimal">${msg('Compute-optimal training run')}</iso-term>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-answer': IsoAnswer;
  }
}
