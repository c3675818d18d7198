import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import { parseNumber } from '../../quantities/parse';
import { type SweepResult, withBrush } from '../../state/sweep';
import type { DescribedColumn } from '../../worker/table-api';
import '../controls/field';
import { showChosen } from '../controls/selects';
import { earlier, quietButton, shared } from '../controls/styles';
import { Asking, describeColumns } from './asking';
import { SweepElement } from './context';
import { smallControls } from './control-styles';
import { columnName, columnText, columnUnit, fieldText, listText } from './words';

const HEADINGS = [
  msg('column'),
  msg('least'),
  msg('quarter'),
  msg('median'),
  msg('three quarters'),
  msg('most'),
  msg('mean'),
  msg('missing'),
  msg('keep from'),
  msg('to', { id: 'sweep-keep-to' }),
];

/** Statistics of every column over the rows that are kept, and which values are kept, typed in place. */
@customElement('iso-sweep-columns')
export class IsoSweepColumns extends SweepElement {
  static override styles = [
    shared,
    earlier,
    quietButton,
    smallControls,
    css`
      .scroll {
        overflow-x: auto;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-size: var(--iso-size-note);
      }
      th,
      td {
        padding: 0.25rem 0.5rem;
        border-block-start: 1px solid var(--iso-line);
        text-align: end;
        white-space: nowrap;
      }
      thead th {
        border: 0;
        color: var(--iso-quiet);
        font-weight: 400;
      }
      th:first-child {
        text-align: start;
      }
      header {
        display: flex;
        gap: 1rem;
        align-items: center;
        justify-content: space-between;
        min-block-size: 2rem;
      }
      h2 {
        margin: 0;
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      .texts {
        max-inline-size: 24rem;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      select {
        max-inline-size: 11rem;
      }
    `,
  ];

  private readonly statistics = new Asking<readonly DescribedColumn[]>(this);

  /** The statistics of the last rows, which stand until the next are there. */
  private last: TemplateResult | undefined;

  override render() {
    const { result, isAwaited } = this.sweep;
    const found = this.statisticsNow();
    if (found || !(isAwaited.value || result.value?.rows)) this.last = found;
    return html`<div class=${found ? '' : 'earlier'}>${this.last}</div>`;
  }

  private statisticsNow(): TemplateResult | undefined {
    const result = this.sweep.result.value;
    const client = this.store.tables.value;
    if (!result?.isComplete || result.rows === 0 || !client) return undefined;
    const { columns, id } = result;
    const { ranges } = this.sweep.view.value;
    const found = this.statistics.read(`${id} ${JSON.stringify(ranges)}`, () => describeColumns(client, id, ranges, columns.length));
    if (found?.length !== columns.length) return undefined;
    return html`<header>
        <h2>${ranges.length > 0 ? msg('Columns of the rows that are kept') : msg('Columns')}</h2>
        ${ranges.length > 0 ? html`<button type="button" @click=${() => this.sweep.choose({ brushes: [] })}>${msg('Keep every row')}</button>` : nothing}
      </header>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Statistics of the columns')}>
        <table>
          <thead>
            <tr>
              ${HEADINGS.map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${columns.map((_, k) => this.row(result, k, found[k]!))}
          </tbody>
        </table>
      </div>`;
  }

  override updated(): void {
    showChosen(this.renderRoot);
  }

  private row({ columns, kind }: SweepResult, k: number, column: DescribedColumn) {
    const { id, type } = columns[k]!;
    const { least, most, mean, quantiles, missing } = column;
    const unit = columnUnit(kind, id);
    const text = (value: number) => columnText(kind, id, value, 4);
    const cells = [least, quantiles[1]!, quantiles[2]!, quantiles[3]!, most, mean];
    return html`<tr>
      <th scope="row">${columnName(kind, id)}${unit === '' ? nothing : html` <small>${unit}</small>`}</th>
      ${
        type === 'text'
          ? html`<td colspan=${cells.length} class="texts">${listText(column.texts)}</td>`
          : type === 'boolean'
            ? html`<td colspan=${cells.length - 1}></td>
                <td>${text(mean)}</td>`
            : cells.map((value) => html`<td>${text(value)}</td>`)
      }
      <td>${formatWhole(missing)}</td>
      ${
        type === 'text' || type === 'boolean'
          ? html`<td colspan="2">${this.choice(id, type === 'text' ? column.texts : [msg('no'), msg('yes')])}</td>`
          : html`<td>${this.end(id, 'min')}</td>
              <td>${this.end(id, 'max')}</td>`
      }
    </tr>`;
  }

  /** Which category is kept; several neighbours, as a brush keeps them, are named together. */
  private choice(id: string, texts: readonly string[]) {
    const brush = this.sweep.choices.value.brushes.find(({ column }) => column === id);
    const inside = texts.flatMap((text, k) => (brush && k >= brush.min && k <= brush.max ? [text] : []));
    const value = brush ? (inside.length === 1 ? inside[0]! : ' ') : '';
    return html`<select
      aria-label=${msg(str`Keep ${id}`)}
      data-value=${value}
      @change=${(event: Event) => {
        const at = texts.indexOf((event.target as HTMLSelectElement).value);
        this.sweep.choose({ brushes: withBrush(this.sweep.choices.value.brushes, id, at < 0 ? undefined : [at, at]) });
      }}
    >
      <option value="">${msg('all')}</option>
      ${value === ' ' ? html`<option value=" ">${listText(inside) || msg('none')}</option>` : nothing}
      ${texts.map((text) => html`<option value=${text}>${text}</option>`)}
    </select>`;
  }

  /** One end of the range of values that are kept. */
  private end(id: string, end: 'min' | 'max') {
    const { brushes } = this.sweep.choices.value;
    const brush = brushes.find(({ column }) => column === id);
    const value = brush?.[end] ?? (end === 'min' ? -Infinity : Infinity);
    return html`<iso-field
      label=${end === 'min' ? msg(str`Keep ${id} from`) : msg(str`Keep ${id} to`)}
      .text=${Number.isFinite(value) ? fieldText(value) : '…'}
      allowed=${msg('a number; nothing lets all values pass')}
      .accept=${(text: string) => this.keep(id, end, text)}
    ></iso-field>`;
  }

  private keep(id: string, end: 'min' | 'max', text: string): boolean {
    const { brushes } = this.sweep.choices.value;
    const brush = brushes.find(({ column }) => column === id);
    const isOpen = text.trim() === '' || text.trim() === '…';
    const value = isOpen ? (end === 'min' ? -Infinity : Infinity) : parseNumber(text);
    const [min, max] = end === 'min' ? [value, brush?.max ?? Infinity] : [brush?.min ?? -Infinity, value];
    if (Number.isNaN(value) || min > max) return false;
    const isAll = min === -Infinity && max === Infinity;
    this.sweep.choose({ brushes: withBrush(brushes, id, isAll ? undefined : [min, max]) });
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-columns': IsoSweepColumns;
  }
}
