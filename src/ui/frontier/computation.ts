import { msg } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { formatCount } from '../../quantities/format';
import { formatDuration } from '../controls/amounts';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** How the numbers were computed: twice, by formula and by sweep, and how well the two agree. Empty until a sweep is done. */
@customElement('iso-computation')
export class IsoComputation extends StoreElement {
  static override styles = [
    shared,
    css`
      p {
        margin: 0;
        padding-block-start: 0.625rem;
        border-block-start: 1px solid var(--iso-line);
      }
      span {
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    const { agreement, swept } = this.store;
    if (!swept.value) return nothing;
    const { cells, seconds, backend } = swept.value.summary;
    const adapter = said(backend.adapter);
    return html`<p class="note">
      ${msg(
        html`Published coefficients, our arithmetic: in double precision, and again by a sweep of ${formatCount(cells)} cells in
          ${formatDuration(seconds)} on ${adapter}. The two agree in N* to <span>${agreement.value?.toExponential(0)}</span>.`,
      )}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-computation': IsoComputation;
  }
}
