import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { said } from '../../locales/said';
import type { CanvasSize, OpenStage, Stage, StageLabel, StagePoint, StageState } from '../../state/stage';
import { roundBudget } from '../../state/budget';
import { computeOf } from '../../state/curves';
import { surfaceStyle } from '../controls/compared';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { renderLabels, renderPresets } from '../controls/stage-parts';
import { stageStyles } from '../controls/stage-styles';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import { READING_HELP, ReadingKeys } from './reading-keys';
import './readout';
import './stage-map';

/** How near, in pixels, the pointer takes hold of the optimum. */
const REACH = 18;

/**
 * The picture: a canvas that the engine worker draws, with labels, a reading mark and camera buttons over it. Where the browser
 * can draw none it shows a map instead, and says what is missing.
 */
@customElement('iso-stage')
export class IsoStage extends StoreElement {
  static override styles = [shared, quietButton, stageStyles];

  /** Labels of the present view. */
  @state() private labels: readonly StageLabel[] = [];

  /** Whether the pointer is where it can take hold of the optimum, or holds it. */
  @state() private isAtOptimum = false;

  private isDragging = false;

  private readonly reading = new ReadingKeys(this, () => this.store);

  /** In the capture phase, so that what reads never reaches the camera. */
  private readonly reader = { capture: true, handleEvent: (event: KeyboardEvent) => this.press(event) };

  /** In the capture phase, so that a drag of the optimum never reaches the camera. */
  private readonly grabber = { capture: true, handleEvent: (event: PointerEvent) => this.grab(event) };

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.frame'));
  /** The state that the canvas was last opened for; a canvas is handed to the worker once, so that another state takes another. */
  private opened: StageState | undefined;
  private frameRequest = 0;

  override render() {
    const stage = this.store.stage.value;
    if (stage.kind === 'unavailable') {
      return html`<div class="frame"><iso-stage-map></iso-stage-map></div>
        <p class="missing"><b>${said(stage.notice.message)}</b> <span class="note">${said(stage.notice.hint)}</span></p>
        <iso-readout>${msg('Drag on the map to move the budget. Point at the map or a chart to read a configuration.')}</iso-readout>`;
    }
    return html`<div class="frame ${stage.kind}" @pointerdown=${this.grabber} @keydown=${this.reader}>
        ${stage.kind === 'open' ? nothing : html`<p class="note waiting">${msg('Computing the surface…')}</p>`}
        <div aria-hidden="true">${keyed(this.canvasKey(stage), html`<canvas></canvas>`)}</div>
        <div
          class="pointer ${this.isAtOptimum ? 'optimum' : ''}"
          tabindex="0"
          role="application"
          aria-roledescription=${msg('3D picture')}
          aria-label=${msg('Loss surface over parameters and tokens, with IsoFLOP lines, the frontier, and published models')}
          aria-describedby="keys"
          @blur=${() => this.reading.end()}
          @pointermove=${this.point}
          @pointerup=${this.release}
          @pointercancel=${this.release}
          @pointerleave=${this.leave}
        ></div>
        ${renderLabels(this.labels, this.mark())}
        <p class="hidden" aria-live="polite">${this.reading.words}</p>
        ${stage.kind === 'open' ? renderPresets(stage.stage) : nothing}
      </div>
      ${stage.kind === 'open' ? this.legend() : nothing}
      <iso-readout>
        <span class="by-pointer"
          >${msg(
            'Drag to orbit, or drag the optimum along the frontier; click, then scroll to zoom. Point anywhere to read a configuration.',
          )}</span
        >
        <span class="by-keys" id="keys"
          >${msg('Arrow keys turn the picture, plus and minus zoom, Home resets, and 1, 2 and 3 take a view.')} ${READING_HELP}</span
        >
      </iso-readout>`;
  }

  /** Changes when a canvas must be replaced: with every state that is ready to be opened. */
  private canvasKey(stage: StageState): unknown {
    return stage.kind === 'ready' ? stage : this.opened;
  }

  override updated(): void {
    const { stage } = this.store;
    const { width, height } = this.size;
    if (width === 0) return;
    const size = { width, height, pixelRatio: Math.min(devicePixelRatio, 2) };
    if (stage.value.kind === 'ready' && stage.value !== this.opened) {
      this.opened = stage.value;
      void this.open(stage.value.open, size);
    }
    if (stage.value.kind === 'open') {
      this.fit(stage.value.stage, size);
    }
  }

  private shown = { width: 0, height: 0 };

  private fit(stage: Stage, size: CanvasSize): void {
    if (size.width === this.shown.width && size.height === this.shown.height) return;
    this.shown = size;
    stage.resize(size);
    this.refresh();
  }

  private async open(open: OpenStage, size: CanvasSize): Promise<void> {
    const canvas = this.renderRoot.querySelector('canvas');
    const surface = this.renderRoot.querySelector<HTMLElement>('.pointer');
    if (!canvas || !surface) return;
    const answer = await open({ canvas, surface, size, onView: () => this.refresh() }).catch((error: unknown) => failed(error));
    if (answer.ok) {
      this.store.stage.value = { kind: 'open', stage: answer.value, reopen: open };
      this.refresh();
    } else if (answer.error.kind === 'failed') {
      this.store.stage.value = { kind: 'unavailable', notice: answer.error.notice };
    }
  }

  /** Places the labels anew, once a frame. */
  private refresh(): void {
    cancelAnimationFrame(this.frameRequest);
    this.frameRequest = requestAnimationFrame(() => {
      const { value } = this.store.stage;
      if (value.kind === 'open') this.labels = value.stage.labels();
    });
  }

  private legend() {
    const { comparedCurves, spread, answer } = this.store;
    return html`<div class="legend note" aria-hidden="true">
      <span><i class="frontier"></i>${msg('frontier')}</span>
      ${spread.band.value ? html`<span><i class="band"></i>${msg('how sure it is')}</span>` : nothing}
      <span><i class="budget"></i>${msg('this budget')}</span>
      ${comparedCurves.value.map(({ subject, slot, points }) =>
        points.some(({ N }) => N !== undefined)
          ? html`<span><i class="other" style=${surfaceStyle(slot)}></i>${said(subject.label)}</span>`
          : nothing,
      )}
      ${answer.value.walls ? html`<span><i class="cut"></i>${msg('beyond the limits')}</span>` : nothing}
      <span><i class="model"></i>${msg('published model')}</span>
    </div>`;
  }

  private mark() {
    const { stage, hover } = this.store;
    if (stage.value.kind !== 'open' || !hover.value) return nothing;
    const at = stage.value.stage.project(hover.value);
    return at ? html`<span class="reader" style="transform: translate(${at.x - 7.5}px, ${at.y - 7.5}px)"></span>` : nothing;
  }

  private point(event: PointerEvent): void {
    const { stage, hover, C, answer } = this.store;
    if (stage.value.kind !== 'open') return;
    const at = pointerIn(event);
    if (this.isDragging) {
      const found = stage.value.stage.pick(at);
      if (found) C.value = roundBudget(computeOf(answer.value.law, found));
    } else if (event.buttons === 0) {
      this.reading.yield();
      this.isAtOptimum = this.reaches(stage.value.stage, at);
      hover.value = stage.value.stage.pick(at);
    }
  }

  /** Whether a point is near enough to the optimum to take hold of it. */
  private reaches(stage: Stage, { x, y }: StagePoint): boolean {
    const optimum = stage.project(this.store.answer.value.optimum);
    return optimum !== undefined && Math.hypot(optimum.x - x, optimum.y - y) < REACH;
  }

  private grab(event: PointerEvent): void {
    const { stage, hover } = this.store;
    const { target } = event;
    if (stage.value.kind !== 'open' || event.button !== 0 || !(target instanceof HTMLElement) || !target.matches('.pointer')) return;
    if (!this.reaches(stage.value.stage, pointerIn(event))) return;
    event.stopPropagation();
    target.setPointerCapture(event.pointerId);
    this.isDragging = true;
    this.isAtOptimum = true;
    hover.value = undefined;
  }

  private release(): void {
    this.isDragging = false;
  }

  private leave(): void {
    this.isAtOptimum = false;
    if (!this.reading.isReading) this.store.hover.value = undefined;
  }

  private press(event: KeyboardEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.matches('.pointer') || !this.reading.press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The answer in place of one that never came. */
function failed(error: unknown): Extract<Awaited<ReturnType<OpenStage>>, { ok: false }> {
  const reason = said(error instanceof Error ? error.message : String(error));
  const message = msg(str`The picture could not be drawn: ${reason}`);
  return {
    ok: false,
    error: { kind: 'failed', notice: { failure: 'no-renderer', message, hint: msg('Numbers, map and charts work without it.') } },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-stage': IsoStage;
  }
}
