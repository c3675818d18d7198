import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type SavingId, savings } from '../../model/growth/savings';
import { formatScientific } from '../../quantities/format';
import { formatDays, formatPercent, formatShort } from '../controls/plain-values';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import type { TermId } from '../../state/glossary';
import '../help/term';
import { GrowthElement } from './context';

/** Savings that the ruler spans; what lies beyond stands at its end. */
const SPAN = [-1, 1] as const;

/** The savings in the glossary. */
const TERMS: Readonly<Record<SavingId, TermId>> = {
  areaSaving: 'area-saving',
  lossMatchedSaving: 'loss-matched-saving',
  frontierSaving: 'frontier-saving',
};

/** How the ruler is drawn: heights in pixels. */
const RULER = { height: 46, line: 24, pad: 8 };

/**
 * The three savings in large figures, each with the run that it compares with, and all of them on one ruler with the limit of lossless
 * growth: a large area saving never stands without the frontier saving beside it.
 */
@customElement('iso-growth-savings')
export class IsoGrowthSavings extends GrowthElement {
  static override styles = [
    shared,
    css`
      h2 {
        margin: 0 0 0.25rem;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
        font-weight: 400;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.5rem 1rem;
        align-items: start;
        margin: 0;
      }
      dt {
        color: var(--iso-growth);
        font-size: var(--iso-size-answer);
        font-weight: 650;
        line-height: 1.1;
        text-align: end;
        white-space: nowrap;
      }
      dt small {
        color: inherit;
        font-size: var(--iso-size-text);
        letter-spacing: 0;
      }
      dt.loss {
        color: var(--iso-limit);
      }
      dd {
        margin: 0.125rem 0 0;
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      dd b {
        font-size: var(--iso-size-text);
        font-weight: 600;
      }
      dd span {
        color: var(--iso-quiet);
      }
      dd em {
        color: var(--iso-limit);
        font-style: normal;
        font-weight: 600;
      }
      .ruler {
        position: relative;
        block-size: ${RULER.height}px;
        margin-block-start: 0.625rem;
      }
      svg {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        overflow: visible;
      }
      .base {
        stroke: var(--iso-line-strong);
        stroke-width: 2;
      }
      .zero {
        stroke: var(--iso-text);
        stroke-width: 1.5;
      }
      .ideal {
        stroke: var(--iso-optimal);
        stroke-width: 2;
      }
      .reachable {
        stroke: var(--iso-optimal);
        stroke-width: 4;
        opacity: 0.55;
      }
      circle {
        fill: var(--iso-growth);
        stroke: var(--iso-ground);
        stroke-width: 2;
      }
      circle.loss {
        fill: var(--iso-limit);
      }
      text {
        fill: var(--iso-quiet);
        font-family: var(--iso-font);
        font-size: var(--iso-size-note);
      }
      .limit {
        margin: 0.25rem 0 0;
      }
      .limit b {
        color: var(--iso-optimal);
      }
    `,
  ];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.ruler'));

  override render() {
    const { saved } = this.growth;
    const now = formatPercent(saved.value.frontierSaving);
    return html`<h2>${msg('Compute that this schedule saves, against three different runs')}</h2>
      <dl>${savings.map(({ id, name }) => this.saving(id, name))}</dl>
      <div class="ruler" aria-hidden="true">${this.size.width > 0 ? this.ruler(this.size.width) : nothing}</div>
      <p class="limit note">
        ${this.limit()}
        <span class="hidden">${msg(str`Frontier saving now: ${now}.`)}</span>
      </p>`;
  }

  /** What no lossless schedule can beat. */
  private limit() {
    const { ideal, choices } = this.growth;
    if (!ideal.value) return msg('This law has no closed form for the limit of lossless growth.');
    const most = html`<b>${formatPercent(1 - ideal.value.computeRatio)}</b>`;
    return choices.value.eta > 1
      ? msg(
          html`No lossless schedule can save more than ${most} against the compute-optimal run, however many stages it has; η above 1 is not
          lossless.`,
        )
      : msg(html`No lossless schedule can save more than ${most} against the compute-optimal run, however many stages it has.`);
  }

  private saving(id: SavingId, name: string): TemplateResult {
    const value = this.growth.saved.value[id];
    const [number, unit] = formatPercent(value).split(' ');
    return html`<dt class=${value < 0 ? 'loss' : ''} data-saving=${id}>${number}<small> ${unit}</small></dt>
      <dd>
        <b><iso-term of=${TERMS[id]}>${said(name)}</iso-term></b
        ><br />
        ${id === 'areaSaving' ? this.area() : id === 'lossMatchedSaving' ? this.matched() : this.frontier()}
      </dd>`;
  }

  private area(): TemplateResult {
    const { N, D, loss } = this.growth.baselines.value.areaSaving;
    const [size, tokens, reached] = [formatShort(N), formatShort(D), loss.toFixed(3)];
    return msg(html`against training ${size} on all ${tokens} tokens, <span>which ends at a lower loss, ${reached}</span>`);
  }

  private matched(): TemplateResult {
    const { N, D, C, days } = this.growth.baselines.value.lossMatchedSaving;
    const size = formatShort(N);
    if (!Number.isFinite(C)) return msg(html`no run of ${size} from scratch reaches this loss`);
    const [tokens, compute, time] = [formatShort(D), formatScientific(C), formatDays(days)];
    return msg(html`against ${size} from scratch to the same loss, <span>${tokens} tokens, ${compute} FLOP, ${time} days</span>`);
  }

  private frontier(): TemplateResult {
    const { N, D, C, days } = this.growth.baselines.value.frontierSaving;
    const { frontierSaving } = this.growth.saved.value;
    if (!Number.isFinite(C)) return html`${msg('no run from scratch reaches this loss')}`;
    const [size, tokens, compute, time] = [formatShort(N), formatShort(D), formatScientific(C), formatDays(days)];
    const run = html`<span>${msg(str`${size} on ${tokens} tokens, ${compute} FLOP, ${time} days`)}</span>`;
    if (frontierSaving >= 0) return msg(html`against the compute-optimal run to the same loss, ${run}`);
    const extra = formatPercent(-frontierSaving, 0);
    return msg(html`<em>This costs ${extra} more than a compute-optimal model of the same loss,</em> ${run}`);
  }

  /** The three savings on one line from −100 % to 100 %. */
  private ruler(width: number): TemplateResult {
    const { saved, ideal } = this.growth;
    const clamp = (value: number): number => Math.min(Math.max(value, SPAN[0]), SPAN[1]);
    const x = (value: number): number => RULER.pad + ((clamp(value) - SPAN[0]) / (SPAN[1] - SPAN[0])) * (width - 2 * RULER.pad);
    const y = RULER.line;
    const limit = ideal.value && 1 - ideal.value.computeRatio;
    const dots = [
      { value: saved.value.areaSaving, text: msg('area') },
      { value: saved.value.lossMatchedSaving, text: msg('same size') },
      { value: saved.value.frontierSaving, text: msg('best model') },
    ].filter(({ value }) => Number.isFinite(value));
    return html`${svg`<svg>
      <line class="base" x1=${x(-1)} x2=${x(1)} y1=${y} y2=${y} />
      ${limit === undefined ? nothing : svg`<line class="reachable" x1=${x(0)} x2=${x(limit)} y1=${y} y2=${y} />`}
      ${[-1, -0.5, 0.5, 1].map((tick) => svg`<line class="base" x1=${x(tick)} x2=${x(tick)} y1=${y - 3} y2=${y + 3} />`)}
      <line class="zero" x1=${x(0)} x2=${x(0)} y1=${y - 10} y2=${y + 7} />
      ${limit === undefined ? nothing : svg`<line class="ideal" x1=${x(limit)} x2=${x(limit)} y1=${y - 10} y2=${y + 7} />`}
      ${[-1, 0, 1].map((tick) => {
        const anchor = tick < 0 ? 'start' : tick > 0 ? 'end' : 'middle';
        const at = tick === 0 ? x(0) : tick < 0 ? 0 : width;
        return svg`<text x=${at} y=${y + 21} text-anchor=${anchor}>${tick === 0 ? '0' : formatPercent(tick, 0)}</text>`;
      })}
      ${labelled(dots, x).map(({ at, text, value, isShown }) => {
        return svg`<circle class=${value < 0 ? 'loss' : ''} r="6" cx=${at} cy=${y} />
          ${isShown ? svg`<text x=${at} y=${y - 13} text-anchor=${anchorAt(at, width)}>${text}</text>` : nothing}`;
      })}
    </svg>`}`;
  }
}

/** Room that the name of a dot takes, in pixels. */
const NAME = 64;

/** Dots with their names, those left out that would lie over another. */
function labelled(dots: readonly { readonly value: number; readonly text: string }[], x: (value: number) => number) {
  const taken: number[] = [];
  return dots.map((dot) => {
    const at = x(dot.value);
    const isShown = taken.every((other) => Math.abs(other - at) > NAME);
    if (isShown) taken.push(at);
    return { ...dot, at, isShown };
  });
}

function anchorAt(x: number, width: number): string {
  if (x < NAME / 2) return 'start';
  return x > width - NAME / 2 ? 'end' : 'middle';
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-savings': IsoGrowthSavings;
  }
}
