import { msg } from '@lit/localize';
import { css, html } from 'lit';
import { state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { said } from '../../locales/said';
import type { PictureId } from '../../state/looks';
import type { OpenRelief, Relief, ReliefContent } from '../../state/relief';
import type { CanvasSize, StageLabel } from '../../state/stage';
import { StoreElement } from '../store-element';
import { SizeController } from './size-controller';
import { renderLabels, renderPresets } from './stage-parts';
import { stageStyles } from './stage-styles';
import { quietButton, shared } from './styles';

/** A map in three dimensions, drawn by the engine worker; what it shows, and how that is said, is the heir's. */
export abstract class ReliefElement extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    stageStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
      }
    `,
  ];

  /** Labels of the present view. */
  @state() private labels: readonly StageLabel[] = [];

  /** Why there is no relief. */
  @state() private missing = '';

  @state() private relief: Relief | undefined;

  /** What opened the relief that stands; when it is replaced, another is opened on a new canvas. */
  private opened: OpenRelief | undefined;

  private frameRequest = 0;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.frame'));

  private fitted = { width: 0, height: 0 };

  /** What the relief shows was made of. */
  private sent: readonly unknown[] = [];

  /** Which picture it is. */
  protected abstract readonly picture: PictureId;
  /** What is drawn, in a few words. */
  protected abstract label(): string;
  /** What stands there until it is drawn. */
  protected abstract waiting(): string;
  /** What stands there where it could not be drawn. */
  protected abstract failure(reason: string): string;
  /** What the content is made of: it is sent again where any of these is another. */
  protected abstract sources(): readonly unknown[];
  /** What is shown; undefined while there is nothing. */
  protected abstract content(): ReliefContent | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frameRequest);
    this.relief?.dispose();
    this.relief = undefined;
    this.opened = undefined;
  }

  override render() {
    // only signals that are read here are heard
    this.sources();
    if (this.missing !== '') return html`<p class="note missing">${this.missing}</p>`;
    return html`<div class="frame ${this.relief ? 'open' : ''}">
      <div aria-hidden="true">${keyed(this.store.openRelief.value, html`<canvas></canvas>`)}</div>
      <div class="pointer" tabindex="0" role="application" aria-roledescription=${msg('3D picture')} aria-label=${this.label()}></div>
      ${renderLabels(this.labels)} ${this.relief ? renderPresets(this.relief) : html`<p class="note waiting">${this.waiting()}</p>`}
    </div>`;
  }

  override updated(): void {
    const open = this.store.openRelief.value;
    const { width, height } = this.size;
    if (width === 0) return;
    const size = { width, height, pixelRatio: Math.min(devicePixelRatio, 2) };
    if (open && open !== this.opened) {
      this.opened = open;
      this.relief?.dispose();
      this.relief = undefined;
      void this.open(open, size);
    }
    if (!this.relief) return;
    if (width !== this.fitted.width || height !== this.fitted.height) {
      this.fitted = size;
      this.relief.resize(size);
    }
    this.show(this.relief);
  }

  private async open(open: OpenRelief, size: CanvasSize): Promise<void> {
    const canvas = this.renderRoot.querySelector('canvas');
    const surface = this.renderRoot.querySelector<HTMLElement>('.pointer');
    if (!canvas || !surface) return;
    try {
      const answer = await open({ canvas, surface, size, picture: this.picture, onView: () => this.refresh() });
      if (answer.ok) this.relief = answer.value;
      else if (answer.error.kind === 'failed') this.missing = said(answer.error.notice.message);
    } catch (error) {
      this.missing = this.failure(said(error instanceof Error ? error.message : String(error)));
    }
  }

  /** Labels change with every turn of the camera, and the content must not be sent again for them. */
  private show(relief: Relief): void {
    const wanted = [relief, ...this.sources()];
    if (wanted.every((value, i) => value === this.sent[i])) return;
    const content = this.content();
    if (!content) return;
    this.sent = wanted;
    relief.show(content);
  }

  /** Places the labels anew, once a frame. */
  private refresh(): void {
    cancelAnimationFrame(this.frameRequest);
    this.frameRequest = requestAnimationFrame(() => {
      if (this.relief) this.labels = this.relief.labels();
    });
  }
}
