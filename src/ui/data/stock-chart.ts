import { msg, str } from '@lit/localize';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type SVGTemplateResult, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type TextStock, corpusTokens, corpusTrend, exhaustionYear, publishedExhaustion, textStocks } from '../../model/corpus/stock';
import type { Optimum } from '../../model/optimum';
import { formatCount } from '../../quantities/format';
import { BUDGET_RANGE } from '../../state/budget';
import { models } from '../../state/models';
import { type Frame, type Scale, decades, frameOf, logScale, renderOutside, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatDecade, formatPower } from '../controls/value';
import { StoreElement } from '../store-element';

/** Tokens that the vertical axes span. */
const SPAN = { budget: [1e9, 1e16], year: [1e11, 1e16] } as const;
const YEARS = [2020, 2034] as const;

const effective = textStocks.find(({ id }) => id === 'effective')!;
const raw = textStocks.filter(({ id }) => id === 'common-crawl' || id === 'indexed-web' || id === 'whole-web');

/** Tokens against the stock of text: those that a law asks for at each budget, or those of the largest training sets year by year. */
@customElement('iso-stock-chart')
export class IsoStockChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    css`
      .stock {
        stroke: var(--iso-line-strong);
      }
      .stock.unique {
        stroke: var(--iso-limit);
        stroke-width: 2;
      }
      .interval {
        fill: var(--iso-line-strong);
        opacity: 0.2;
      }
      .interval.unique {
        fill: var(--iso-limit);
      }
      .unique-text {
        fill: var(--iso-limit);
        font-weight: 600;
      }
      .published {
        fill: var(--iso-text);
        opacity: 0.1;
      }
      .published-line {
        stroke: var(--iso-text);
      }
      .label {
        paint-order: stroke;
        stroke: var(--iso-ground);
        stroke-width: 3px;
      }
      .ours {
        fill: none;
        stroke: var(--iso-text);
        stroke-width: 2;
      }
    `,
  ];

  /** What runs along the horizontal axis. */
  @property() by: 'budget' | 'year' = 'budget';

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const [title, unit, about] = this.titles();
    return html`<h2>${title} <small>${unit}</small></h2>
      <div class="plot">
        <svg role="img" aria-label=${about}>${this.size.width > 0 ? this.plot(frameOf(this.size.width, this.size.height)) : nothing}</svg>
      </div>`;
  }

  private titles(): readonly [string, string, string] {
    const { supply } = this.store.data;
    if (this.by === 'year') {
      const year = exhaustionYear(corpusTrend, effective.tokens).toFixed(1);
      const { median, late } = publishedExhaustion;
      const stock = formatCount(effective.tokens);
      return [
        msg('Training sets against the stock'),
        msg('tokens, by year'),
        msg(
          str`Tokens of the largest training set by year, against ${stock} that the web is worth: published ${median}, by ${late}; our trend ${year}.`,
        ),
      ];
    }
    const [tokens, unique] = [formatCount(supply.value.tokens), formatCount(supply.value.funnel.unique)];
    return [
      msg('Tokens D*(C) against the text there is'),
      msg('tokens'),
      msg(str`Optimal tokens against budget: ${tokens} here, with ${unique} unique tokens.`),
    ];
  }

  private plot(frame: Frame) {
    const y = logScale(SPAN[this.by], [frame.bottom, frame.top]);
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${this.by === 'year' ? this.byYear(frame, y) : this.byBudget(frame, y)}`;
  }

  private byBudget(frame: Frame, y: ReturnType<typeof logScale>) {
    const x = logScale(BUDGET_RANGE, [frame.left, frame.right]);
    const { answer, data } = this.store;
    const { frontier, optimum, fitted } = answer.value;
    const { corpus, funnel, uniqueInterval } = data.supply.value;
    const path = line<Optimum>(
      ({ C }) => x(C),
      ({ D }) => y(D),
    );
    const chosen = raw.find(({ id }) => id === corpus.id);
    return svg`
      ${renderXAxis(x, frame, decades(x, 40), formatPower, msg('budget C, FLOP'))}
      ${renderYAxis(y, frame, decades(y, 22), formatDecade)}
      ${renderOutside(x, frame, fitted, 'outside')}
      <g clip-path="url(#inside)">
        ${chosen ? this.interval(chosen.interval, frame, y, '') : nothing}
        ${this.interval(uniqueInterval, frame, y, 'unique')}
        ${raw.map((stock) => this.stock(stock, frame, y))}
        <line class="stock unique" x1=${frame.left} x2=${frame.right} y1=${y(funnel.unique)} y2=${y(funnel.unique)} />
        <path class="line optimal" d=${path(frontier) ?? ''} />
        <line class="cursor" x1=${x(optimum.C)} x2=${x(optimum.C)} y1=${frame.top} y2=${frame.bottom} />
        <circle class="mark" r="6" cx=${x(optimum.C)} cy=${y(optimum.D)} />
      </g>
      <text class="label unique-text" x=${frame.left + 5} y=${y(funnel.unique) + 14}>${msg(str`unique ${formatCount(funnel.unique)}`)}</text>
      <text class="mark-text" x=${x(optimum.C) + 10} y=${y(optimum.D) + 16}>${formatCount(optimum.D)}</text>`;
  }

  private byYear(frame: Frame, y: ReturnType<typeof logScale>) {
    const x = scaleLinear([...YEARS], [frame.left, frame.right]);
    const { median, late } = publishedExhaustion;
    const ours = exhaustionYear(corpusTrend, effective.tokens);
    const trend = line<number>(x, (year) => y(corpusTokens(corpusTrend, year)));
    const height = frame.bottom - frame.top;
    return svg`
      ${renderXAxis(x, frame, [2020, 2022, 2024, 2026, 2028, 2030, 2032, 2034], String, msg('year'))}
      ${renderYAxis(y, frame, decades(y, 22), formatDecade)}
      <g clip-path="url(#inside)">
        ${this.interval(effective.interval, frame, y, 'unique')}
        <rect class="published" x=${x(median)} width=${x(late) - x(median)} y=${frame.top} height=${height} />
        <line class="published-line" x1=${x(median)} x2=${x(median)} y1=${frame.top} y2=${frame.bottom} />
        <line class="stock unique" x1=${frame.left} x2=${frame.right} y1=${y(effective.tokens)} y2=${y(effective.tokens)} />
        ${models.map(({ year, D }) => svg`<circle class="model" r="2.5" cx=${x(year + 0.5)} cy=${y(D)} />`)}
        <path class="ours" d=${trend([corpusTrend.year, YEARS[1]]) ?? ''} />
        <circle class="hover" r="5" cx=${x(ours)} cy=${y(effective.tokens)} />
      </g>
      <text class="label unique-text" x=${frame.left + 5} y=${y(effective.tokens) - 6}>${msg(str`usable, repeated ${formatCount(effective.tokens)}`)}</text>
      <text class="label" x=${x(median) + 5} y=${frame.bottom - 24}>${msg('published:')}</text>
      <text class="label" x=${x(median) + 5} y=${frame.bottom - 9}>${msg(str`${median}, by ${late}`, { desc: 'years: the median, and very likely by', id: 'stock-years' })}</text>
      <text class="label" x=${x(ours) + 9} y=${y(effective.tokens) + 17}>${msg(str`our trend: ${ours.toFixed(1)}`)}</text>`;
  }

  private interval(
    interval: readonly [number, number] | undefined,
    frame: Frame,
    y: Scale,
    style: string,
  ): SVGTemplateResult | typeof nothing {
    if (!interval) return nothing;
    const [bottom, top] = interval.map((tokens) => y(tokens)) as [number, number];
    return svg`<rect class="interval ${style}" x=${frame.left} width=${frame.right - frame.left} y=${top} height=${bottom - top} />`;
  }

  private stock({ label, tokens }: TextStock, frame: Frame, y: Scale) {
    return svg`<line class="stock" stroke-dasharray="4 3" x1=${frame.left} x2=${frame.right} y1=${y(tokens)} y2=${y(tokens)} />
      <text class="label" x=${frame.left + 5} y=${y(tokens) - 4}>${said(label)} ${formatCount(tokens)}</text>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-stock-chart': IsoStockChart;
  }
}
