import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { stackingOperators, stackingSpeedups, savingOfSpeedup } from '../../model/growth/models/gstack';
import { measuredSaving, measuredSavings } from '../../model/growth/presets';
import { formatCount } from '../../quantities/format';
import { folds, shared } from '../controls/styles';
import { GrowthElement } from './context';

/** One measured saving: what was grown, and the share of compute or time that it saved; below 0 growing cost more. */
interface Measured {
  readonly label: string;
  readonly saving: number;
}

const SAVED: readonly Measured[] = measuredSavings.map((measured) => ({ label: said(measured.label), saving: measuredSaving(measured) }));

const STACKED: readonly Measured[] = stackingSpeedups.map(({ N, D, speedup }) => ({
  label: msg(str`G_stack, ${formatCount(N, 2)} on ${formatCount(D, 3)} tokens`),
  saving: savingOfSpeedup(speedup),
}));

const OPERATORS: readonly Measured[] = stackingOperators.map(({ id, speedup }) => ({ label: said(id), saving: savingOfSpeedup(speedup) }));

/** What growing saved where somebody trained both ways: published runs, one stacking operator over sizes, and eight operators in one test. */
@customElement('iso-growth-measured')
export class IsoGrowthMeasured extends GrowthElement {
  static override styles = [
    shared,
    folds,
    css`
      h4 {
        margin: 0.75rem 0 0.25rem;
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      ul {
        display: grid;
        grid-template-columns: max-content minmax(6rem, 1fr) max-content;
        gap: 0.125rem 0.625rem;
        align-items: center;
        margin: 0;
        padding: 0;
        list-style: none;
        font-size: var(--iso-size-note);
      }
      li {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: center;
      }
      .bar {
        position: relative;
        block-size: 0.625rem;
        border-inline-start: 1px solid var(--iso-line-strong);
        margin-inline-start: 35%;
      }
      .bar i {
        position: absolute;
        inset-block: 0;
        background: var(--iso-growth);
      }
      .lost .bar i {
        background: var(--iso-limit);
      }
      b {
        text-align: end;
      }
      .lost b {
        color: var(--iso-limit);
      }
      p {
        margin: 0.25rem 0 0;
      }
    `,
  ];

  override render() {
    return html`<details>
      <summary>${msg('What growing saved where it was measured')}</summary>
      <h4>${msg('Against training from scratch to the same result')}</h4>
      ${this.bars(SAVED)}
      <p class="note">
        ${msg('MSG, arXiv 2305.02869 (hours); bert2BERT, arXiv 2110.07143 (FLOP); LiGO, arXiv 2303.00980 (share of compute): from abstracts or quoted passages.')}
      </p>
      <h4>${msg('Depth stacking by four, at equal loss')}</h4>
      ${this.bars(STACKED)}
      <h4>${msg('Eight ways to grow in one test, 400M to 1.1B')}</h4>
      ${this.bars(OPERATORS)}
      <p class="note">
        ${msg('Du et al. 2024, arXiv 2405.15319. Growlab, at 4e14 FLOP: grown from 1.2M to 5.9M reaches a loss of 4.111, the same size from scratch 4.509, and a run of 1.2M alone 3.905: growing beat starting large, and lost to a well-sized model.')}
      </p>
    </details>`;
  }

  private bars(measured: readonly Measured[]) {
    // 0 stands at 35 % of the column, and a share of 1 fills the rest
    return html`<ul>
      ${measured.map(({ label, saving }) => {
        const size = `${Math.min(Math.abs(saving) * 100, saving < 0 ? 54 : 100).toFixed(1)}%`;
        return html`<li class=${saving < 0 ? 'lost' : ''}>
          <span>${label}</span>
          <span class="bar"
            ><i style=${saving < 0 ? `inset-inline-end: 100%; inline-size: ${size}` : `inset-inline-start: 0; inline-size: ${size}`}></i
          ></span>
          <b>${saving < 0 ? '−' : ''}${Math.abs(saving * 100).toFixed(1)} %</b>
        </li>`;
      })}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-measured': IsoGrowthMeasured;
  }
}
