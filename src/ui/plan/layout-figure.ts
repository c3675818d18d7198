import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import { said } from '../../locales/said';
import { MOST_ACCELERATORS, shapeOf } from '../../model/plan/defaults';
import { type TrainingLayout, layoutSize, recomputations, zeroStages } from '../../model/plan/layout';
import { type PublishedUtilisation, publishedUtilisations } from '../../model/plan/published';
import { trim } from '../../model/plan/phrases';
import { parseNumber } from '../../quantities/parse';
import '../controls/field';
import type { TermId } from '../../state/glossary';
import { panelSelect } from '../controls/input-styles';
import { SizeController } from '../controls/size-controller';
import { quietButton, shared } from '../controls/styles';
import '../help/term';
import { PlanElement } from './context';
import { type LayoutDrawing, drawLayout } from './layout-geometry';
import { layoutInWords, parsePercent } from './words';

/** Counts of a layout that can be chosen by hand. */
const COUNTS = [
  ['tensor', msg('tensor')],
  ['pipeline', msg('pipeline')],
  ['data', msg('data', { desc: 'degree of data parallelism', id: 'data-parallel' })],
  ['microbatch', msg('microbatch')],
  ['interleave', msg('chunks a stage')],
] as const;

/** What the first choices of a layout beside its counts are in the glossary, in the order in which they are described. */
const OTHERS: readonly TermId[] = ['zero', 'microbatch', 'recomputation'];

/** How the run is laid out: one copy of the model in detail, how many there are, what each group is for, and the choices by hand. */
@customElement('iso-plan-layout')
export class IsoPlanLayout extends PlanElement {
  static override styles = [
    shared,
    quietButton,
    panelSelect,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1rem;
        align-items: baseline;
        justify-content: space-between;
      }
      h2 {
        margin: 0;
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      select {
        min-inline-size: 0;
      }
      .words {
        margin: 0.25rem 0 0.75rem;
        font-size: var(--iso-size-question);
        line-height: 1.4;
      }
      .words b {
        font-weight: 650;
      }
      .plot {
        min-block-size: 6rem;
      }
      .plot svg {
        display: block;
        inline-size: 100%;
        overflow: visible;
      }
      .node {
        fill: var(--iso-panel);
        stroke: var(--iso-line-strong);
      }
      .cell {
        fill: var(--iso-line-strong);
        opacity: 0.4;
      }
      .cell.own {
        fill: var(--iso-optimal);
        opacity: 1;
      }
      .tile {
        fill: var(--iso-line-strong);
        opacity: 0.45;
      }
      .tile.own {
        fill: var(--iso-optimal);
        opacity: 1;
      }
      .flow {
        fill: none;
        stroke: var(--iso-line-strong);
        stroke-width: 1.5;
      }
      text {
        fill: var(--iso-quiet);
        font-family: var(--iso-font);
        font-size: var(--iso-size-note);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 0.5rem 1.5rem;
        margin: 0.75rem 0 0;
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      dt {
        font-weight: 600;
      }
      dd {
        margin: 0;
        color: var(--iso-quiet);
      }
      .by-hand {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem 1.25rem;
        align-items: center;
        margin-block: 0.5rem;
        min-inline-size: 0;
        max-inline-size: 100%;
        font-size: var(--iso-size-note);
      }
      details {
        margin-block-start: 0.75rem;
      }
      summary {
        font-size: var(--iso-size-note);
      }
      @media (max-width: 40rem) {
        dl {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      @media print {
        details,
        header .by-hand {
          display: none;
        }
      }
    `,
  ];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override updated(): void {
    if (this.size.width === 0) this.size.measure();
  }

  override render() {
    const { plan, pointed } = this.plan;
    const run = plan.value;
    if (!run) return nothing;
    const other = pointed.value;
    const layout = other?.layout ?? run.layout?.layout;
    return html`<header>
        <h2>${msg('How it runs')} ${other ? html`<small>${msg('the run under the pointer')}</small>` : nothing}</h2>
        ${this.utilisation()}
      </header>
      ${layout ? this.detail(layout) : this.none()}`;
  }

  private detail(layout: TrainingLayout) {
    const { accelerator, plan } = this.plan;
    const { tensor, pipeline, data } = layout;
    const count = layoutSize(layout);
    const node = accelerator.value.links?.nodeSize ?? 1;
    const drawing = this.size.width > 0 ? drawLayout(layout, node, this.size.width) : undefined;
    const { sizes, others: choices } = layoutInWords(layout);
    const comma = msg(', ', { desc: 'between the parts of a list', id: 'list-comma' });
    const others = choices.map((text, i) => [
      i > 0 ? comma : '',
      i < OTHERS.length ? html`<iso-term of=${OTHERS[i]!}>${text}</iso-term>` : text,
    ]);
    const shape = shapeOf(this.plan.report.value!.request, plan.value!.N);
    const held = shape.layers / pipeline;
    return html`<p class="words">
        <b>${formatWhole(count)}</b> × ${said(accelerator.value.name)}: <b>${sizes}</b><br /><small
          >${msg(html`${others}; ${shape.layers} layers of ${formatWhole(shape.width)}, ${shape.heads} heads`)}</small
        >
      </p>
      <div class="plot">${drawing ? this.drawing(drawing, layout) : nothing}</div>
      <dl>
        <div>
          <dt><iso-term of="tensor-parallel">${msg(str`tensor ${tensor}`)}</iso-term></dt>
          <dd>${tensor === 1 ? msg('No layer is split.') : msg(str`${tensor} neighbours in a node share every layer.`)}</dd>
        </div>
        <div>
          <dt><iso-term of="pipeline-parallel">${msg(str`pipeline ${pipeline}`)}</iso-term></dt>
          <dd>
            ${
              pipeline === 1
                ? msg('Every copy holds all layers.')
                : layout.interleave > 1
                  ? msg(str`Each stage holds ${held} of ${shape.layers} layers, in ${layout.interleave} chunks.`)
                  : msg(str`Each stage holds ${held} of ${shape.layers} layers.`)
            }
          </dd>
        </div>
        <div>
          <dt><iso-term of="data-parallel">${msg(str`data ${data}`)}</iso-term></dt>
          <dd>${data === 1 ? msg('There is one copy of the model.') : spread(layout)}</dd>
        </div>
      </dl>
      ${this.byHand(layout)}`;
  }

  private drawing({ stages, tiles, height, together, isAcross }: LayoutDrawing, { tensor, pipeline, data }: TrainingLayout) {
    const about = isAcross
      ? together === 1
        ? msg(
            str`One of ${data} copies in detail: ${pipeline} pipeline stages of ${tensor} accelerators each. Each node holds 1 copy of a stage.`,
          )
        : msg(
            str`One of ${data} copies in detail: ${pipeline} pipeline stages of ${tensor} accelerators each. Each node holds ${together} copies of a stage.`,
          )
      : msg(str`One of ${data} copies in detail: ${pipeline} pipeline stages of ${tensor} accelerators each. All fit into one node.`);
    const first = stages[0]!;
    const label = (stage: number) => (first.width > 52 ? msg(str`stage ${stage + 1}`) : String(stage + 1));
    return svg`<svg role="img" aria-label=${about} height=${height} viewBox="0 0 ${this.size.width} ${height}">
      ${stages.map(({ stage, x, y, width, height: high, cells }, i) => {
        const next = stages[i + 1];
        return svg`<text x=${x + 1} y=${y - 4}>${label(stage)}</text>
          <rect class="node" x=${x} y=${y} width=${width} height=${high} rx="4" />
          ${next && next.y === y ? svg`<path class="flow" d="M${x + width + 2} ${y + high / 2}h8m-3 -3l3 3l-3 3" />` : nothing}
          ${cells.map((cell) => svg`<rect class=${cell.isOwn ? 'cell own' : 'cell'} x=${cell.x} y=${cell.y} width=${cell.width} height=${cell.height} rx="1.5" />`)}`;
      })}
      ${
        tiles.length === 0
          ? nothing
          : svg`<text x="0" y=${tiles[0]!.y - 7}>${this.aboutTiles(tiles.length, together, pipeline)}</text>
            ${tiles.map((tile, i) => svg`<rect class=${i === 0 ? 'tile own' : 'tile'} x=${tile.x} y=${tile.y} width=${tile.width} height=${tile.height} rx="1.5" />`)}`
      }
    </svg>`;
  }

  private aboutTiles(lots: number, together: number, pipeline: number): string {
    const copies = together === 1 ? msg('one copy') : msg(str`${together} copies`);
    const nodes = pipeline === 1 ? msg('one node') : msg(str`${pipeline} nodes`);
    return msg(str`The whole: ${formatWhole(lots)} × ${nodes} with ${copies}`);
  }

  private none() {
    const { accelerator, plan } = this.plan;
    const isOpen = accelerator.value.links !== undefined;
    const name = said(accelerator.value.name);
    return html`<p class="words"><b>${formatWhole(plan.value!.accelerators)}</b> × ${name}</p>
      <p class="note">
        ${
          isOpen
            ? msg('The utilisation is set by hand, so no layout is searched and no memory is checked.')
            : msg(str`The links of ${name} are not known, so that no layout can be timed: the utilisation is set by hand.`)
        }
      </p>`;
  }

  /** Where the utilisation comes from: the layout, a published run, or a number by hand. */
  private utilisation() {
    const { mfu, choices, accelerator } = this.plan;
    const published = publishedUtilisations.find((each) => each.mfu === choices.value.settings.mfu);
    const value = mfu.value === undefined ? 'layout' : (published?.id ?? 'hand');
    return html`<label class="by-hand"
      ><iso-term of="mfu">${msg('utilisation')}</iso-term>
      <select aria-label=${msg('Where the utilisation comes from')} .value=${value} @change=${this.pickUtilisation}>
        ${accelerator.value.links ? html`<option value="layout" ?selected=${value === 'layout'}>${msg('by the layout')}</option>` : nothing}
        <option value="hand" ?selected=${value === 'hand'}>${msg('set by hand')}</option>
        <optgroup label=${msg('as published')}>
          ${publishedUtilisations.map(
            (each) => html`<option value=${each.id} ?selected=${value === each.id}>${describePublished(each)}</option>`,
          )}
        </optgroup>
      </select>
      ${
        mfu.value === undefined
          ? nothing
          : html`<span
              ><iso-field
                label="MFU"
                .text=${trim(mfu.value * 100)}
                allowed=${msg('a utilisation from 0.1 to 100 %')}
                .accept=${(text: string) => this.plan.set('mfu', parsePercent(text))}
              ></iso-field>
              %</span
            >`
      }${published ? html`<small>${said(published.source)}</small>` : nothing}</label
    >`;
  }

  private pickUtilisation(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const run = this.plan.plan.value;
    if (value === 'layout') this.plan.set('mfu', undefined);
    else if (value === 'hand') this.plan.set('mfu', Number((run?.mfu ?? 0.4).toPrecision(2)));
    else this.plan.set('mfu', publishedUtilisations.find(({ id }) => id === value)?.mfu);
  }

  private byHand(layout: TrainingLayout) {
    const { fixed } = this.plan.choices.value;
    const isFixed = Object.keys(fixed).length > 0;
    const pick = <K extends 'zero' | 'recomputation'>(key: K, label: string, all: readonly TrainingLayout[K][]) =>
      html`<label
        >${label}
        <select
          aria-label=${label}
          @change=${(event: Event) => {
            const chosen = all.find((each) => String(each) === (event.target as HTMLSelectElement).value);
            this.fix({ [key]: chosen });
          }}
        >
          <option value="" ?selected=${fixed[key] === undefined}>${bestOf(layout[key])}</option>
          ${all.map((each) => html`<option value=${String(each)} ?selected=${fixed[key] === each}>${said(String(each))}</option>`)}
        </select></label
      >`;
    return html`<details ?open=${isFixed}>
      <summary>
        ${isFixed ? msg('The layout is chosen by hand') : msg('Choose the layout by hand')}
        <small>${msg('it is the best that was found')}</small>
      </summary>
      <div class="by-hand">
        ${COUNTS.map(
          ([key, label]) =>
            html`<span
              >${label}
              <iso-field
                label=${msg(str`${label} by hand`)}
                .text=${fixed[key] === undefined ? msg(str`best (${layout[key]})`) : String(fixed[key])}
                allowed=${msg('a whole number, or best')}
                .accept=${(text: string) => this.fixCount(key, text)}
              ></iso-field
            ></span>`,
        )}
        ${pick('zero', 'ZeRO', zeroStages)} ${pick('recomputation', msg('recomputation'), recomputations)}
        ${isFixed ? html`<button type="button" @click=${() => this.plan.change({ fixed: {} })}>${msg('Find the best again')}</button>` : nothing}
      </div>
    </details>`;
  }

  private fixCount(key: (typeof COUNTS)[number][0], text: string): boolean {
    const typed = text.trim();
    if (typed === '' || ['best', msg('best')].some((word) => typed.startsWith(word))) {
      this.fix({ [key]: undefined });
      return true;
    }
    const value = parseNumber(text);
    if (!Number.isInteger(value) || value < 1 || value > (key === 'data' ? MOST_ACCELERATORS : 1024)) return false;
    this.fix({ [key]: value });
    return true;
  }

  private fix(part: Partial<TrainingLayout>): void {
    const next = { ...this.plan.choices.value.fixed, ...part };
    this.plan.change({ fixed: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) });
  }
}

/** What the copies share: the batch, and of the model's state what ZeRO spreads. */
function spread({ zero, data }: TrainingLayout): string {
  return [
    msg(str`${data} copies share each batch.`),
    msg(str`${data} copies share each batch and the optimizer state.`),
    msg(str`${data} copies share each batch, the optimizer state and the gradients.`),
    msg(str`${data} copies share each batch and all of the model’s state.`),
  ][zero]!;
}

/** A published utilisation as a choice. */
function describePublished({ label, mfu, about }: PublishedUtilisation): string {
  return msg(str`${label}: ${trim(mfu * 100)} % (${said(about)})`);
}

/** The choice of what a search found best. */
function bestOf(found: string | number): string {
  const value = said(String(found));
  return msg(str`best: ${value}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-layout': IsoPlanLayout;
  }
}
