import { msg, str } from '@lit/localize';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type PropertyValues, css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type PoolId, poolIds } from '../../state/data';
import { POOLS, type PruningCurve, createPruningRun } from '../../state/pruning';
import { type Frame, frameOf, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { panelStyles } from '../controls/panel-styles';
import { SizeController } from '../controls/size-controller';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';

const NAMES = { random: msg('any', { desc: 'which examples are kept', id: 'pruning-any' }), easy: msg('easy'), hard: msg('hard') } as const;
const POOL_NAMES: Readonly<Record<PoolId, string>> = { few: msg('scarce'), many: msg('abundant') };

/** Sorscher's experiment, live: the error of a student that learns from a pruned set, by what is kept. */
@customElement('iso-pruning-figure')
export class IsoPruningFigure extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    chartStyles,
    panelStyles,
    css`
      :host {
        grid-template-columns: minmax(0, 1fr) minmax(0, 2fr);
        padding: 0;
      }
      figure {
        display: flex;
        flex-direction: column;
        min-inline-size: 0;
        block-size: 18rem;
        margin: 0;
      }
      .curve {
        stroke: var(--iso-line-strong);
      }
      .hard {
        stroke: var(--iso-text);
      }
      .easy {
        stroke: var(--iso-text);
        stroke-dasharray: 6 4;
      }
      .rule {
        paint-order: stroke;
        stroke: var(--iso-ground);
        stroke-width: 3px;
      }
      progress {
        inline-size: 8rem;
        block-size: 0.375rem;
      }
      .words {
        align-self: center;
      }
      @media (max-width: 60rem) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  private readonly run = createPruningRun();
  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));
  private pool: PoolId | undefined;

  constructor() {
    super();
    this.addController({
      hostDisconnected: () => {
        this.run.stop();
        this.pool = undefined;
      },
    });
  }

  override render() {
    const { pool } = this.store.data.choices.value;
    const { done, isRunning, failure } = this.run.state.value;
    const pools = html`${poolIds.map(
      (id) =>
        html`<button type="button" aria-pressed=${id === pool} @click=${() => this.store.data.change({ pool: id })}>
          ${POOL_NAMES[id]}
        </button>`,
    )}`;
    const reason = failure === undefined ? '' : said(failure);
    const examples = POOLS[pool];
    return html`<figure>
        <h2>${msg('Test error of a student')} <small>${msg('by which examples are kept')}</small></h2>
        <div class="plot">
          <svg role="img" aria-label=${msg('Test error against the share of examples that is kept: any, easy ones, hard ones.')}>
            ${this.size.width > 0 ? this.plot(frameOf(this.size.width, this.size.height)) : nothing}
          </svg>
        </div>
      </figure>
      <div class="words">
        <h3>${msg('Can pruning beat more data?')}</h3>
        <div class="choices">
          <span class="choice">${msg(html`Examples are ${pools}`)}</span>
          ${
            isRunning
              ? html`<span class="choice"
                  ><progress max="1" .value=${done} aria-label=${msg('Simulation')}></progress
                  ><button type="button" @click=${() => this.run.stop()}>${msg('Stop')}</button></span
                >`
              : nothing
          }
          ${!isRunning && done < 1 ? html`<button type="button" @click=${() => this.run.start(pool)}>${msg('Run again')}</button>` : nothing}
          ${failure === undefined ? nothing : html`<small>${msg(str`The simulation failed: ${reason}.`)}</small>`}
        </div>
        <p>
          ${
            pool === 'few'
              ? msg('With few examples the hard ones mislead: keep the easy ones, far from the teacher’s boundary.')
              : msg('With many examples the easy ones teach nothing new: keep the hard ones, next to the boundary.')
          }
        </p>
        <p class="note">
          ${msg(
            str`Computed here, now: a linear teacher, ${examples} Gaussian examples per dimension, 40 dimensions, a student of widest margin, mean of up to ten seeds, in the setting of Sorscher et al. 2022. It shows the sign of the effect, which image classification confirms. It is no language model: it does not say how much text can go, the ranking here knows the teacher, and the paper’s closed-form curves are not used.`,
          )}
        </p>
      </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { pool } = this.store.data.choices.value;
    if (pool === this.pool) return;
    this.pool = pool;
    // not within this update, which the run's first state would start anew
    queueMicrotask(() => {
      if (this.isConnected) this.run.start(pool);
    });
  }

  private plot(frame: Frame) {
    const { pool } = this.store.data.choices.value;
    const { curves } = this.run.state.value;
    const x = scaleLinear([0, 1], [frame.left, frame.right - 10]);
    const y = logScale(pool === 'few' ? [0.1, 0.6] : [0.008, 0.2], [frame.bottom, frame.top]);
    const path = line<PruningCurve['points'][number]>(
      ({ kept }) => x(kept),
      ({ error }) => y(error),
    );
    const ticks = pool === 'few' ? [0.1, 0.15, 0.2, 0.3, 0.5] : [0.01, 0.02, 0.05, 0.1, 0.2];
    return svg`
      ${renderXAxis(x, frame, [0, 0.2, 0.4, 0.6, 0.8, 1], (share) => `${Math.round(share * 100)} %`, msg('share kept'))}
      ${renderYAxis(y, frame, ticks, (error) => `${Number((error * 100).toPrecision(2))} %`)}
      ${curves.map(({ rule, points }) => {
        const first = points[0];
        return svg`<path class="line curve ${rule}" d=${path(points) ?? ''} />
          ${first ? svg`<text class="rule" x=${x(first.kept) - 6} y=${y(first.error)} dy="0.32em" text-anchor="end">${NAMES[rule]}</text>` : nothing}`;
      })}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-pruning-figure': IsoPruningFigure;
  }
}
