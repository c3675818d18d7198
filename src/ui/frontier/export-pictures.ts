import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type PageChart, findCharts } from '../controls/page-charts';
import { downloadBlob, downloadText } from '../controls/saving';
import { panelSelect } from '../controls/input-styles';
import { quietButton, shared } from '../controls/styles';
import { type SvgFile, chartToSvg, rasterise } from '../controls/svg-file';
import { StoreElement } from '../store-element';
import { findStage, stageToSvg } from './stage-picture';

/** Pixels of a PNG for each of the page's. */
const SCALES = [1, 2, 4] as const;

type PictureKind = 'svg' | 'png';

/** What the 3D picture is called in its file. */
const STAGE_TITLE = 'Loss surface';

/** Saves what the page shows as pictures: each of its charts, in the colours of the light theme, and the 3D picture as it stands. */
@customElement('iso-export-pictures')
export class IsoExportPictures extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    panelSelect,
    css`
      header,
      li {
        display: flex;
        gap: 0.5rem;
        align-items: center;
      }
      header {
        margin-block: 1rem 0.25rem;
        justify-content: space-between;
      }
      header > label {
        white-space: nowrap;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding-block: 0.25rem;
        border-block-start: 1px solid var(--iso-line);
      }
      li > span {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @state() private scale: (typeof SCALES)[number] = 2;
  /** What went wrong with the last picture. */
  @state() private failure = '';

  override render() {
    const charts = findCharts();
    const hasStage = this.store.stage.value.kind === 'open' && findStage() !== undefined;
    if (charts.length === 0 && !hasStage) return nothing;
    return html`<header>
        <span class="note">${msg('Or a picture of what the page shows:')}</span>
        <label class="note"
          >${msg('PNG at')}
          <select aria-label=${msg('Pixels of a PNG for each of the page’s')} @change=${this.rescale}>
            ${SCALES.map((scale) => html`<option value=${scale} ?selected=${scale === this.scale}>${scale}×</option>`)}
          </select></label
        >
      </header>
      <ul>
        ${hasStage ? this.row(msg('Loss surface'), (kind) => this.saveStage(kind)) : nothing}
        ${charts.map((chart) => this.row(chart.title, (kind) => this.saveChart(chart, kind)))}
      </ul>
      ${this.failure === '' ? nothing : html`<p role="alert" class="note">${this.failure}</p>`}`;
  }

  private row(title: string, save: (kind: PictureKind) => Promise<void>) {
    return html`<li>
      <span>${title}</span>
      ${(['svg', 'png'] as const).map(
        (kind) =>
          html`<button type="button" aria-label=${pictureName(title, kind)} @click=${() => this.attempt(save(kind))}>
            ${kind.toUpperCase()}
          </button>`,
      )}
    </li>`;
  }

  private rescale(event: Event): void {
    const value = Number((event.target as HTMLSelectElement).value);
    this.scale = SCALES.find((scale) => scale === value) ?? 2;
  }

  private async attempt(saving: Promise<void>): Promise<void> {
    this.failure = '';
    try {
      await saving;
    } catch (error) {
      const reason = said(error instanceof Error ? error.message : String(error));
      this.failure = msg(str`The picture was not saved: ${reason}`);
    }
  }

  private saveChart({ svg, title }: PageChart, kind: PictureKind): Promise<void> {
    return this.save(chartToSvg(svg, title), title, kind);
  }

  private async saveStage(kind: PictureKind): Promise<void> {
    const stage = this.store.stage.value;
    const frame = findStage();
    if (stage.kind !== 'open' || !frame) throw new Error(msg('the picture is gone'));
    await this.save(await stageToSvg(frame, stage.stage, this.scale, STAGE_TITLE), STAGE_TITLE, kind);
  }

  private async save(file: SvgFile, title: string, kind: PictureKind): Promise<void> {
    const name = `isoflop-${title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '')}.${kind}`;
    if (kind === 'svg') downloadText(file.text, name, 'image/svg+xml');
    else downloadBlob(await rasterise(file, this.scale), name);
  }
}

/** What a button saves: `IsoFLOP profile as PNG`. */
function pictureName(title: string, kind: PictureKind): string {
  const format = kind.toUpperCase();
  return msg(str`${title} as ${format}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-export-pictures': IsoExportPictures;
  }
}
