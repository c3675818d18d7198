import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import type { Optimum } from '../../model/optimum';
import { formatQuantity } from '../../quantities/format';
import { models } from '../../state/models';
import { atDecades, modelRows, pictureText } from '../../state/picture-table';
import { quietButton } from '../controls/styles';
import { FoldedTable, numberLines } from './folded-table';

/** What the picture shows as tables, folded: the frontier at each power of ten of the budget, and the published models under the law. */
@customElement('iso-stage-table')
export class IsoStageTable extends FoldedTable {
  static override styles = [
    ...FoldedTable.styles,
    quietButton,
    numberLines,
    css`
      .scroll {
        margin-block-end: 0.75rem;
      }
      caption {
        padding-block: 0.25rem;
        color: var(--iso-quiet);
        text-align: start;
      }
      th:first-child {
        padding-inline-start: 0;
        text-align: start;
      }
      th.name {
        white-space: normal;
      }
    `,
  ];

  /** Whether the tables were copied since they were unfolded. */
  @state() private isCopied = false;

  protected override summary(): string {
    return msg('The picture as tables');
  }

  protected override tables(): TemplateResult {
    const { law, frontier } = this.store.answer.value;
    const label = said(law.label);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('Frontier as a table')}>
        <table>
          <caption>
            ${msg(str`Frontier under ${label}`)}
          </caption>
          ${this.head(msg('budget, FLOP'), true)}
          <tbody>
            ${atDecades(frontier).map(
              (run) =>
                html`<tr>
                  <th scope="row">${formatQuantity('C', run.C).number}</th>
                  ${this.cells(run)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Published models as a table')}>
        <table>
          <caption>
            ${msg(str`Published models, with the loss that ${label} gives them`)}
          </caption>
          ${this.head(msg('model'), false)}
          <tbody>
            ${modelRows(law, models).map(
              (row) =>
                html`<tr>
                  <th scope="row" class="name">${said(row.name)} <small>${row.year}</small></th>
                  <td>${formatQuantity('C', row.C).number}</td>
                  ${this.cells(row)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <button type="button" @click=${() => void this.copy()}>${msg('Copy both tables')}</button>
      <span class="note" role="status">${this.isCopied ? msg('Copied, with every digit.') : nothing}</span>`;
  }

  private head(first: string, isFrontier: boolean): TemplateResult {
    const star = isFrontier ? '*' : '';
    return html`<thead>
      <tr>
        <th scope="col">${first}</th>
        ${isFrontier ? nothing : html`<th scope="col"><i>C</i>, FLOP</th>`}
        <th scope="col"><span class="hidden">${msg('parameters')} </span><i>N${star}</i></th>
        <th scope="col"><span class="hidden">${msg('tokens')} </span><i>D${star}</i></th>
        <th scope="col"><span class="hidden">${msg('tokens per parameter')}</span><i aria-hidden="true">D/N</i></th>
        <th scope="col"><span class="hidden">${msg('loss')} </span><i>L${star}</i></th>
      </tr>
    </thead>`;
  }

  private cells({ N, D, loss }: Optimum): TemplateResult {
    return html`<td>${formatQuantity('N', N).number}</td>
      <td>${formatQuantity('D', D).number}</td>
      <td>${formatQuantity('tokensPerParameter', D / N, 2).number}</td>
      <td>${formatQuantity('loss', loss, 2).number}</td>`;
  }

  protected override toggle(event: Event): void {
    super.toggle(event);
    this.isCopied = false;
  }

  private async copy(): Promise<void> {
    const { law, frontier } = this.store.answer.value;
    await navigator.clipboard.writeText(pictureText(law, frontier, models));
    this.isCopied = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-stage-table': IsoStageTable;
  }
}
