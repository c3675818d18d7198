import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { isLessBetter, pictureColumns, type PictureColumns, type SweepResult } from '../../state/sweep';
import type { SweepPicture } from '../../state/sweep-choices';
import type { TableGrid, TableWindow } from '../../sweep/results/result-table';
import { MAP_COLORS } from '../controls/color-map';
import { showChosen } from '../controls/selects';
import { earlier, quietButton, shared } from '../controls/styles';
import { Asking, TableAsking } from './asking';
import { SweepElement } from './context';
import { smallControls } from './control-styles';
import './lines';
import './map';
import './parallel';
import './relief';
import { type ColorScale, colorScale, heightScale } from './scales';
import { columnName, columnText, columnValue } from './words';

const NAMES: Readonly<Record<SweepPicture, string>> = { map: msg('Map'), relief: '3D', lines: msg('Lines'), parallel: msg('Parallel') };

const OF = msg('of', { id: 'sweep-shown', desc: 'before the list of what a map shows' });

const HINTS: Readonly<Record<SweepPicture, string>> = {
  map: msg('Point at the map to read a cell.'),
  relief: msg('Drag to turn the surface.'),
  lines: msg('Point at a line to read it.'),
  parallel: msg('Drag along an axis to keep the rows that pass there; click it to let all pass.'),
};

/** The picture of a result: how it is looked at, which columns it shows, the picture, and the row that is read in it. */
@customElement('iso-sweep-picture')
export class IsoSweepPicture extends SweepElement {
  static override styles = [
    shared,
    earlier,
    quietButton,
    smallControls,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr) auto;
        gap: 0.5rem;
        min-inline-size: 0;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem 1rem;
        align-items: center;
      }
      header > div {
        display: flex;
        gap: 0.25rem;
      }
      label {
        display: flex;
        gap: 0.375rem;
        align-items: center;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
      }
      select {
        /* as wide before it has anything to choose from */
        min-inline-size: 10.5rem;
        max-inline-size: 11rem;
        padding: 0.0625rem 0.25rem;
      }
      .frame {
        position: relative;
        min-block-size: 20rem;
      }
      .covered {
        visibility: hidden;
      }
      .message {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        margin: 0;
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1.5rem;
        align-items: center;
        justify-content: space-between;
        min-block-size: 1.5rem;
      }
      footer p {
        margin: 0;
      }
      footer b {
        color: var(--iso-text);
        font-weight: 600;
      }
      .legend {
        display: flex;
        gap: 0.5rem;
        align-items: center;
      }
      .legend i {
        inline-size: 5rem;
        block-size: 0.5rem;
        border-radius: 2px;
      }
    `,
  ];

  private readonly grid = new TableAsking<TableGrid>(this);
  private readonly low = new TableAsking<TableGrid>(this);
  private readonly high = new TableAsking<TableGrid>(this);
  private readonly row = new Asking<TableWindow>(this);
  private scaled: { readonly grid: TableGrid; readonly scale: ColorScale | undefined } | undefined;

  override render() {
    const result = this.sweep.result.value;
    if (!result || result.rows === 0) return this.waiting();
    const shown = pictureColumns(result, this.sweep.choices.value);
    const picture = this.pictureOf(result, shown);
    const body = this.body(result, shown, picture);
    if (body) this.last = body;
    return html`<header>
        <div role="group" aria-label=${msg('Picture')}>
          ${this.offered(result, shown).map(
            (id) =>
              html`<button type="button" aria-pressed=${id === picture} @click=${() => this.sweep.choose({ picture: id })}>
                ${NAMES[id]}
              </button>`,
          )}
        </div>
        ${picture === 'parallel' ? nothing : this.pickers(result, shown)}
      </header>
      <div class="frame ${body || !this.last ? '' : 'earlier'}">${this.last ?? html`<p class="note message">${msg('Drawing …')}</p>`}</div>
      <footer>
        ${this.readout(result, this.hint(result, shown, picture))} ${picture === 'map' ? this.legend(result, shown) : nothing}
      </footer>`;
  }

  override updated(): void {
    showChosen(this.renderRoot);
  }

  /** What can be done here; where other axes are out of sight, what stands for them; and where heights end below what there is. */
  private hint({ columns, file, kind }: SweepResult, { x, y, z }: PictureColumns, picture: SweepPicture): string {
    const axes: readonly string[] = file.axes.map(({ quantity }) => quantity);
    const isHidden = columns.some(({ id }, k) => k !== x && k !== y && axes.includes(id));
    const isGrid = file.reduce.kind === 'grid' || file.reduce.kind === 'best';
    const action = HINTS[picture];
    const hint = isHidden && isGrid && picture !== 'parallel' ? msg(str`${action} It is the best over the other axes.`) : action;
    const heights = picture === 'relief' && this.scaled?.scale ? heightScale(this.scaled.scale) : undefined;
    if (!heights?.isCut) return hint;
    const top = columnValue(kind, columns[z]!.id, heights.most, 3);
    return msg(str`${hint} Values above ${top} are drawn level with it.`);
  }

  private waiting() {
    const { result, draft, isAwaited, estimate } = this.sweep;
    const text = draft.value.issues
      ? msg('The sweep is not complete yet.')
      : isAwaited.value
        ? msg('Sweeping …')
        : result.value?.isComplete
          ? msg('No row meets the constraints.')
          : msg('Run the sweep to see its picture.');
    this.last = undefined;
    // as it will stand, so that the picture has its place
    const lists = (estimate.value?.width.axes ?? 2) < 2 ? ['', '→'] : ['', '↑', '→'];
    return html`<header class=${isAwaited.value ? '' : 'covered'} aria-hidden="true">
        <div>
          ${(['map', 'relief', 'lines', 'parallel'] as const).map((id) => html`<button type="button" disabled>${NAMES[id]}</button>`)}
        </div>
        ${lists.map(
          (sign) =>
            html`<label
              >${sign === '' ? OF : sign}
              <select disabled></select
            ></label>`,
        )}
      </header>
      <div class="frame"><p class="note message" role="status">${text}</p></div>
      <footer></footer>`;
  }

  /** Ways to look at such a result; the first is the one that it opens with. */
  private offered({ file: { reduce } }: SweepResult, { y }: PictureColumns): readonly SweepPicture[] {
    if (reduce.kind === 'top-k') return ['parallel', 'lines'];
    return y === undefined ? ['lines', 'parallel'] : ['map', 'relief', 'lines', 'parallel'];
  }

  private pictureOf(result: SweepResult, shown: PictureColumns): SweepPicture {
    const { picture } = this.sweep.choices.value;
    const offered = this.offered(result, shown);
    return picture && offered.includes(picture) ? picture : offered[0]!;
  }

  private pickers(result: SweepResult, { x, y, z }: PictureColumns) {
    const { columns, kind } = result;
    const pick = (label: string, sign: string, field: 'x' | 'y' | 'z', now: number, taken: readonly (number | undefined)[]) =>
      html`<label
        ><span aria-hidden="true">${sign}</span>
        <select
          aria-label=${label}
          data-value=${columns[now]!.id}
          @change=${(event: Event) => this.sweep.choose({ [field]: (event.target as HTMLSelectElement).value })}
        >
          ${columns.map((column, k) =>
            taken.includes(k) || (field === 'z' && column.type === 'text')
              ? nothing
              : html`<option value=${column.id}>${columnName(kind, column.id)}</option>`,
          )}
        </select></label
      >`;
    return html`${pick(msg('Shown quantity'), OF, 'z', z, [x, y])}
    ${y === undefined ? nothing : pick(msg('Vertical quantity'), '↑', 'y', y, [x, z])}
    ${pick(msg('Horizontal quantity'), '→', 'x', x, [y, z])}`;
  }

  /** The last body, which stands until the worker has made the next. */
  private last: TemplateResult | undefined;

  private body(result: SweepResult, shown: PictureColumns, picture: SweepPicture): TemplateResult | undefined {
    if (picture === 'parallel') return html`<iso-sweep-parallel .result=${result}></iso-sweep-parallel>`;
    // a profile lies along the axis with more steps: that of sizes, not that of budgets
    const { x, y, z } = shown;
    const columns: PictureColumns = picture === 'lines' && y !== undefined ? { x: y, y: x, z } : shown;
    const isLess = isLessBetter(result, result.columns[z]!.id);
    const grid = this.surface(result, columns, isLess);
    if (!grid) return undefined;
    if (picture === 'lines') {
      return html`<iso-sweep-lines
        .result=${result}
        .shown=${columns}
        .grid=${grid}
        .band=${this.band(result, columns, isLess)}
      ></iso-sweep-lines>`;
    }
    const scale = this.scaleOf(grid);
    if (!scale) return html`<p class="note message">${msg('There is no value to show.')}</p>`;
    return picture === 'map'
      ? html`<iso-sweep-map .result=${result} .shown=${shown} .grid=${grid} .scale=${scale} .isLess=${isLess}></iso-sweep-map>`
      : html`<iso-sweep-relief .result=${result} .shown=${shown} .grid=${grid} .scale=${scale}></iso-sweep-relief>`;
  }

  private scaleOf(grid: TableGrid): ColorScale | undefined {
    if (this.scaled?.grid !== grid) this.scaled = { grid, scale: colorScale(grid) };
    return this.scaled.scale;
  }

  /** The surface of the columns over the rows that are kept; undefined until the worker has made that of these columns. */
  private surface(result: SweepResult, { x, y, z }: PictureColumns, isLess: boolean): TableGrid | undefined {
    const client = this.store.tables.value;
    const { ranges } = this.sweep.view.value;
    const request = { x, z, best: isLess ? 'least' : 'most', ...(y !== undefined && { y }) } as const;
    const question = JSON.stringify([x, y, z, isLess]);
    return client && this.grid.read(result, question, JSON.stringify(ranges), () => client.tableGrid(result.id, { ranges }, request));
  }

  /** The outermost quantiles around a column that is one of several. */
  private band(result: SweepResult, { x, y, z }: PictureColumns, isLess: boolean): readonly [TableGrid, TableGrid] | undefined {
    const client = this.store.tables.value;
    const [, quantity] = /^(.*)_p[\d.]+$/.exec(result.columns[z]!.id) ?? [];
    if (!client || quantity === undefined || y !== undefined) return undefined;
    const siblings = result.columns.flatMap(({ id }, k) => (id.startsWith(`${quantity}_p`) ? [k] : []));
    const ask = (asking: TableAsking<TableGrid>, column: number) =>
      asking.read(result, `${x} ${column}`, '', () =>
        client.tableGrid(result.id, { ranges: [] }, { x, z: column, best: isLess ? 'least' : 'most' }),
      );
    const [low, high] = [ask(this.low, siblings[0]!), ask(this.high, siblings.at(-1)!)];
    return low && high ? [low, high] : undefined;
  }

  /** The row that is read in the picture or in the table. */
  private readout(result: SweepResult, hint: string) {
    const client = this.store.tables.value;
    const hovered = this.sweep.hovered.value;
    const { kind, columns, id } = result;
    if (hovered === undefined || !client) return html`<p class="note">${hint}</p>`;
    const row = this.row.read(`${id} ${hovered}`, () => client.tableWindow(id, { ranges: [] }, hovered, 1));
    if (!row || row.columns.length !== columns.length) return html`<p class="note"></p>`;
    return html`<p class="note readout" role="status">
      ${columns.map((column, k) => html`${columnName(kind, column.id)} <b>${columnValue(kind, column.id, row.columns[k]![0]!, 4)}</b>&ensp;`)}
    </p>`;
  }

  private legend(result: SweepResult, { z }: PictureColumns) {
    const scale = this.scaled?.scale;
    if (!scale) return nothing;
    const { id } = result.columns[z]!;
    const text = (value: number) => columnText(result.kind, id, value, 3);
    return html`<p class="note legend">
      ${text(scale.knots[0]!)}<i style="background: linear-gradient(to right, ${MAP_COLORS.slice(0, 5).join(', ')})"></i>
      <span title=${msg('Half of the cells lie below it: colours are spread evenly over the cells.')}
        >${text(scale.knots[(scale.knots.length - 1) / 2]!)}</span
      ><i style="background: linear-gradient(to right, ${MAP_COLORS.slice(4).join(', ')})"></i>${text(scale.knots.at(-1)!)}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-picture': IsoSweepPicture;
  }
}
