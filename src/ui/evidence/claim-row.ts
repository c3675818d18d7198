import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type ClaimCheck, type Tolerance } from '../../model/claims';
import type { Recomputed } from '../../model/recompute';
import { formatStated } from '../../quantities/format';
import { claimChoices } from '../../state/claim-link';
import type { Evidence } from '../../state/evidence';
import { choicesOf, formatHash } from '../../state/url';
import { shared } from '../controls/styles';
import { numberTable } from '../controls/table-styles';
import { StoreElement } from '../store-element';
import { gaugeStyles, renderGauge } from './gauge';
import { rowStyles } from './row-styles';

/** One claim: what is said, who says it, and for each number what is stated, what we get, and how far apart the two may lie. */
@customElement('iso-claim-row')
export class IsoClaimRow extends StoreElement {
  static override styles = [
    shared,
    numberTable,
    rowStyles,
    gaugeStyles,
    css`
      a {
        color: var(--iso-optimal);
        white-space: nowrap;
      }
      table {
        align-self: start;
      }
      th,
      td {
        padding-block: 0.0625rem;
      }
      th {
        inline-size: 100%;
        color: var(--iso-quiet);
        white-space: normal;
      }
      /* the same in every claim, so that figures stand beneath each other down the page */
      td:nth-of-type(1),
      .ours-value {
        min-inline-size: 6.75rem;
      }
      .ours-value {
        font-weight: 600;
      }
      .outcome {
        inline-size: 1.5rem;
      }
      .outside {
        color: var(--iso-limit);
      }
      .outside .ours {
        fill: var(--iso-limit);
      }
    `,
  ];

  /** The claim and our values. */
  @property({ attribute: false }) evidence!: Evidence;

  override render() {
    const { claim, ours } = this.evidence;
    const choices = claimChoices(claim, choicesOf(this.store));
    return html`<article>
      <div>
        <p>${said(claim.statement)} ${choices ? html`<a href=${formatHash(choices)}>${msg('See it')}</a>` : nothing}</p>
        <p class="note">${said(claim.source)} · ${said(claim.status)}${claim.note ? html`<br />${said(claim.note)}` : nothing}</p>
      </div>
      <table>
        <thead class="hidden">
          <tr>
            <th scope="col">${msg('number')}</th>
            <th scope="col">${msg('stated')}</th>
            <th scope="col">${msg('ours')}</th>
            <th scope="col">${msg('tolerance')}</th>
            <th scope="col">${msg('outcome')}</th>
          </tr>
        </thead>
        <tbody>
          ${claim.checks.map((check, i) => this.number(check, ours?.[i]))}
        </tbody>
      </table>
    </article>`;
  }

  private number({ quantity, unit, value, tolerance }: ClaimCheck, ours: Recomputed | undefined) {
    const allowed = describe(tolerance);
    return html`<tr class=${ours && !ours.isWithin ? 'outside' : ''}>
      <th scope="row">${said(quantity)}${unit === '1' || unit === 'parameters' ? nothing : html`, ${said(unit)}`}</th>
      <td title=${value}>${formatStated(value)}</td>
      <td class="ours-value" title=${ours?.value ?? ''}>${ours ? formatStated(ours.value) : '…'}</td>
      <td class="gauge-cell" title=${msg(str`tolerance ${allowed}`)}>${renderGauge(value, ours?.value, tolerance)}</td>
      <td class="outcome">
        ${ours ? (ours.isWithin ? html`<span aria-label=${msg('comes out')}>✓</span>` : html`<span aria-label=${msg('does not come out')}>✗</span>`) : nothing}
      </td>
    </tr>`;
  }
}

function describe(tolerance: Tolerance): string {
  if ('min' in tolerance) {
    const [from, to] = [formatStated(tolerance.min), formatStated(tolerance.max)];
    return msg(str`${from} to ${to}`);
  }
  return 'rel' in tolerance ? `± ${formatStated(tolerance.rel * 100)} %` : `± ${formatStated(tolerance.abs)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-claim-row': IsoClaimRow;
  }
}
