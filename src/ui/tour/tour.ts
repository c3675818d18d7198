import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { type Tour, tourSteps } from '../../state/tour';
import { findShown } from '../controls/find-shown';
import { quietButton, shared } from '../controls/styles';
import { StoreElement, tourContext } from '../store-element';
import { type Rect, placeCard, roomAbove, scrollBy } from './placing';

/** Around what is pointed at. */
const MARGIN = 8;

/** How long after a step begins its elements may still move about and are scrolled to. */
const SETTLING_MS = 900;

/** How long the budget takes to go up and come back. */
const BUDGET_MS = 5000;

/**
 * The guided tour, over the page: what a step speaks of stays bright, and a card beside it says why. A modal dialog, so that keyboard and
 * screen readers stay in it; arrows turn the steps, Escape leaves.
 *
 * @fires iso-left when it is over, and what had the focus before is gone
 */
@customElement('iso-tour')
export class IsoTour extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      dialog {
        position: fixed;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        max-inline-size: none;
        max-block-size: none;
        margin: 0;
        padding: 0;
        overflow: hidden;
        border: 0;
        background: none;
        color: var(--iso-text);
      }
      dialog::backdrop {
        background: none;
      }
      svg {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
      }
      .shade {
        fill: rgb(0 0 0 / 58%);
      }
      .edge {
        fill: none;
        stroke: var(--iso-optimal);
        stroke-width: 2;
      }
      article {
        position: absolute;
        display: grid;
        gap: 0.5rem;
        inline-size: min(24rem, 100vw - 24px);
        padding: 1rem 1.125rem;
        border: 1px solid var(--iso-line-strong);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 35%);
        transition:
          left var(--iso-motion),
          top var(--iso-motion);
      }
      h2 {
        margin: 0;
        font-size: var(--iso-size-question);
        font-weight: 650;
        line-height: 1.3;
      }
      p {
        margin: 0;
      }
      .actions {
        display: flex;
        gap: 0.375rem;
        align-items: center;
        margin-block-start: 0.25rem;
      }
      .actions small {
        margin-inline-end: auto;
      }
      .next {
        border-color: var(--iso-optimal);
      }
    `,
  ];

  @consume({ context: tourContext })
  private tour!: Tour;

  /** What is pointed at now. */
  @state() private holes: readonly Rect[] = [];

  @state() private card = { left: 0, top: 0 };

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('article') private article!: HTMLElement;
  @query('.next') private nextButton!: HTMLButtonElement;

  /** What had the focus, and how far the page was scrolled, before. */
  private origin: { readonly focus: HTMLElement | undefined; readonly top: number } | undefined;

  private frame = 0;
  /** The step that the frames below are of, and since when. */
  private shown: { readonly step: number; readonly since: number; found?: number; scrolls: number } | undefined;

  constructor() {
    super();
    this.addController({ hostDisconnected: () => cancelAnimationFrame(this.frame) });
  }

  override render() {
    const place = this.tour.step.value;
    const step = place === undefined ? undefined : tourSteps[place];
    const isLast = place === tourSteps.length - 1;
    return html`<dialog aria-labelledby="title" @keydown=${this.press} @close=${this.closed}>
      ${
        step === undefined || place === undefined
          ? nothing
          : html`<svg aria-hidden="true">
                <mask id="holes">
                  <rect width="100%" height="100%" fill="white" />
                  ${this.holes.map((hole) => rectOf(hole, 'hole'))}
                </mask>
                <rect class="shade" width="100%" height="100%" mask="url(#holes)" />
                ${this.holes.map((hole) => rectOf(hole, 'edge'))}
              </svg>
              <article style="left: ${this.card.left}px; top: ${this.card.top}px">
                <div aria-live="polite">
                  <h2 id="title">${step.title}</h2>
                  <p>${step.text}</p>
                </div>
                <div class="actions">
                  <small>${msg(str`${place + 1} of ${tourSteps.length}`, { id: 'tour-place' })}</small>
                  ${isLast ? nothing : html`<button type="button" @click=${this.tour.leave}>${msg('Skip')}</button>`}
                  <button type="button" ?disabled=${place === 0} @click=${() => this.tour.goTo(place - 1)}>${msg('Back')}</button>
                  <button type="button" class="next" @click=${() => this.tour.goTo(place + 1)}>
                    ${isLast ? msg('Done') : msg('Next')}
                  </button>
                </div>
              </article>`
      }
    </dialog>`;
  }

  protected override updated(): void {
    const isOn = this.tour.step.value !== undefined;
    if (isOn && !this.origin) this.begin();
    if (!isOn && this.origin) this.finish(this.origin);
  }

  private begin(): void {
    this.origin = { focus: focusedElement(), top: scrollY };
    this.dialog.showModal();
    this.nextButton.focus();
    this.frame = requestAnimationFrame(this.follow);
  }

  private finish({ focus, top }: NonNullable<typeof this.origin>): void {
    cancelAnimationFrame(this.frame);
    this.shown = undefined;
    this.holes = [];
    this.origin = undefined;
    this.dialog.close();
    // the view that was open may need a frame to be there again
    requestAnimationFrame(() => {
      scrollTo({ top, behavior: 'instant' });
      if (focus?.isConnected && focus.checkVisibility()) focus.focus({ preventScroll: true });
      else this.dispatchEvent(new CustomEvent('iso-left'));
    });
  }

  /** Each frame: elements load, charts grow, windows are resized. */
  private readonly follow = (now: number): void => {
    const place = this.tour.step.peek();
    const step = place === undefined ? undefined : tourSteps[place];
    if (step === undefined || place === undefined) return;
    if (this.shown?.step !== place) this.shown = { step: place, since: now, scrolls: 0 };
    const view = findShown(document, `iso-${step.view}-view`);
    const targets = (view?.shadowRoot ? step.at.map((tag) => findShown(view.shadowRoot!, tag)) : []).filter(
      (target) => target !== undefined,
    );
    const rects = targets.map((target) => target.getBoundingClientRect()).filter(({ width, height }) => width > 0 && height > 0);
    const window = { width: innerWidth, height: innerHeight };
    const card = { width: this.article.offsetWidth, height: this.article.offsetHeight };
    if (rects.length > 0) this.bringIntoView(rects, roomAbove(card, window), now);
    const holes = rects.map(({ left, top, width, height }) => ({
      left: Math.max(left - MARGIN, 2),
      top: top - MARGIN,
      width: Math.min(left + width + MARGIN, window.width - 2) - Math.max(left - MARGIN, 2),
      height: height + 2 * MARGIN,
    }));
    if (!areSame(holes, this.holes)) this.holes = holes;
    const at = placeCard(holes, card, window);
    if (at.left !== this.card.left || at.top !== this.card.top) this.card = at;
    if (step.show === 'budget' && rects.length > 0) this.tour.moveBudget(budgetShare(now - (this.shown.found ?? now)));
    this.frame = requestAnimationFrame(this.follow);
  };

  /** Scrolls when the elements are found, and once more when they have settled. */
  private bringIntoView([first, ...others]: readonly DOMRect[], room: number, now: number): void {
    if (!first || !this.shown) return;
    this.shown.found ??= now;
    const settled = now - this.shown.found > SETTLING_MS;
    if (this.shown.scrolls > (settled ? 1 : 0)) return;
    this.shown.scrolls = settled ? 2 : 1;
    const all = [first, ...others];
    const top = Math.min(...all.map((rect) => rect.top));
    const height = Math.max(...all.map(({ bottom }) => bottom)) - top;
    // where all of them do not fit, the first one does
    const by = scrollBy(height <= room ? { top, height } : first, room);
    if (by !== 0) scrollTo({ top: scrollY + by, behavior: isStill() ? 'instant' : 'smooth' });
  }

  private press(event: KeyboardEvent): void {
    // nothing of the page hears keys now
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.tour.leave();
      return;
    }
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const place = this.tour.step.peek();
    if (by === undefined || place === undefined) return;
    event.preventDefault();
    // arrows do not end it by accident
    if (place + by < tourSteps.length) this.tour.goTo(place + by);
  }

  /** A browser may close it by other ways than keys, such as a gesture back. */
  private closed(): void {
    if (this.origin) this.tour.leave();
  }
}

function rectOf({ left, top, width, height }: Rect, role: string) {
  return svg`<rect class=${role} x=${left} y=${top} width=${width} height=${height} rx="8" />`;
}

function areSame(some: readonly Rect[], others: readonly Rect[]): boolean {
  return some.length === others.length && some.every((rect, i) => JSON.stringify(rect) === JSON.stringify(others[i]));
}

/** Whether the user wants little motion. */
function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** How far the budget has moved: up and back once; with reduced motion it stands at the other one. */
function budgetShare(elapsed: number): number {
  if (isStill()) return 1;
  return elapsed >= BUDGET_MS ? 0 : (1 - Math.cos((2 * Math.PI * elapsed) / BUDGET_MS)) / 2;
}

function focusedElement(): HTMLElement | undefined {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLElement && focused !== document.body ? focused : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-tour': IsoTour;
  }
}
