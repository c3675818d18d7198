import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { readPoint } from '../../state/reading';
import { lossAt } from '../../state/subjects';
import { comparedStyle } from '../controls/compared';
import { shared } from '../controls/styles';
import { formatValue, renderValue } from '../controls/value';
import { StoreElement } from '../store-element';

/** Reads the point under the pointer, wherever on the page the pointer is. */
@customElement('iso-readout')
export class IsoReadout extends StoreElement {
  static override styles = [
    shared,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
        align-items: baseline;
        align-content: start;
        block-size: calc(2 * 1.4em);
        overflow: hidden;
        margin: 0;
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      @media (max-width: 60rem) {
        p {
          block-size: calc(4 * 1.4em);
        }
      }
      b {
        font-weight: 650;
      }
      .compared {
        color: var(--law);
      }
    `,
  ];

  override render() {
    const hover = this.store.hover.value;
    if (!hover) return html`<p class="note"><slot></slot></p>`;
    const { N, D, C, loss: height, excess, model } = readPoint(this.store.answer.value.law, hover);
    const above = formatValue('loss', excess);
    const compared = this.store.comparedCurves.value;
    return html`<p>
      ${model ? html`<b>${said(model.name)} <small>${model.year}</small></b>` : nothing}
      <span><b>${renderValue('N', N)}</b> <small>${msg('parameters')}</small></span>
      <span><b>${renderValue('N', D)}</b> <small>${msg('tokens')}</small></span>
      <span><b>${renderValue('C', C)}</b></span>
      <span><b>${renderValue('tokensPerParameter', D / N)}</b> <small>${msg('per parameter')}</small></span>
      <span
        ><b>${renderValue('loss', height)}</b>
        <small>${excess < 5e-5 ? msg('optimal for this compute') : msg(str`${above} above the best of this compute`)}</small></span
      >
      ${compared.map(({ subject, slot }) => {
        const other = lossAt(subject, N, D);
        return other === undefined
          ? nothing
          : html`<span class="compared" style=${comparedStyle(slot)}
              ><b>${renderValue('loss', other)}</b> <small>${said(subject.label)}</small></span
            >`;
      })}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-readout': IsoReadout;
  }
}
