import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { quietButton, shared } from '../controls/styles';
import { type LocaleId, locale, localeNames } from '../../locales/locale';
import type { TermId } from '../../state/glossary';
import { switchLanguage } from '../../state/language';
import { choicesOf, formatHash } from '../../state/url';
import type { Tour } from '../../state/tour';
import { type Undo, isTyping } from '../../state/undo';
import { views } from '../../state/views';
import { StoreElement, tourContext, undoContext } from '../store-element';
import './backend-badge';
import './invitation';

/** What the button to another language says, to those who read that one. */
const SWITCH: Readonly<Record<LocaleId, string>> = { en: 'Switch to English', ja: '日本語に切り替える' };

/**
 * The top of every view: wordmark, navigation, backend, steps back and forth, scenarios, export, theme, help; under it the invitation to
 * the tour. On a phone, scenarios, export and theme are behind one button, so that it stays one line beside the navigation.
 */
@customElement('iso-header')
export class IsoHeader extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      :host {
        /* what does not fit gives way, and does not widen the page */
        min-inline-size: 0;
      }
      header {
        position: relative;
        display: flex;
        gap: 0.5rem;
        align-items: center;
      }
      h1 {
        display: flex;
        gap: 0.5rem;
        align-items: center;
        margin: 0;
        font-size: var(--iso-size-text);
        font-weight: 650;
        letter-spacing: 0.01em;
      }
      h1 svg {
        inline-size: 1.375rem;
        fill: none;
        stroke: var(--iso-quiet);
        stroke-width: 2.5;
        stroke-linecap: round;
      }
      h1 circle {
        fill: var(--iso-optimal);
        stroke: none;
      }
      nav {
        display: flex;
        gap: 0.25rem;
        /* views that do not fit are scrolled to */
        flex: none;
        overflow-x: auto;
        scrollbar-width: none;
        margin-inline: 1rem auto;
      }
      a {
        white-space: nowrap;
        padding: 0.375rem 0.625rem;
        border-block-end: 2px solid transparent;
        color: var(--iso-quiet);
        text-decoration: none;
        transition: color var(--iso-motion);
      }
      a:hover,
      a[aria-current='page'] {
        color: var(--iso-text);
      }
      a[aria-current='page'] {
        border-color: var(--iso-optimal);
      }
      .icon svg {
        display: block;
        inline-size: 1rem;
        fill: none;
        stroke: currentColor;
        stroke-width: 2;
        stroke-linecap: round;
      }
      .steps {
        display: flex;
        gap: 0.25rem;
      }
      button:disabled svg {
        opacity: 0.4;
      }
      .more-button,
      .more:not(:popover-open) .word {
        display: none;
      }
      /* where there is room, what a phone opens stands in the line */
      .more:not(:popover-open) {
        display: contents;
      }
      .help {
        font-weight: 650;
        min-inline-size: 2.25rem;
      }
      @media (max-width: 80rem) {
        h1 small {
          display: none;
        }
      }
      /* where the line is full, pictures say enough */
      @media (max-width: 48rem), (min-width: 60rem) and (max-width: 72rem) {
        .more:not(:popover-open) span {
          position: absolute;
          clip-path: inset(50%);
        }
      }
      /* the navigation takes a line of its own */
      @media (max-width: 60rem) {
        header {
          flex-wrap: wrap;
        }
        h1 {
          margin-inline-end: auto;
        }
        nav {
          order: 1;
          flex: 1 0 100%;
          margin-inline: -0.625rem;
        }
      }
      @media print {
        :host {
          display: none;
        }
      }
      button.icon:has(span) {
        display: flex;
        gap: 0.375rem;
        align-items: center;
      }
      /* of the name the mark stays, and six views fit */
      @media (max-width: 40rem) {
        h1 span {
          position: absolute;
          clip-path: inset(50%);
        }
        nav {
          gap: 0;
          justify-content: space-between;
          margin-inline: -0.25rem;
        }
        a {
          padding-inline: 0.25rem;
        }
        .more-button {
          display: block;
        }
        .more:not(:popover-open) {
          display: none;
        }
        .more:popover-open {
          position: absolute;
          inset: 3.25rem 1rem auto auto;
          display: grid;
          gap: 0.375rem;
          margin: 0;
          padding: 0.625rem;
          border: 1px solid var(--iso-line-strong);
          border-radius: var(--iso-radius);
          background: var(--iso-panel);
          box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 25%);
        }
      }
    `,
  ];

  /** Whether the export dialog has been asked for: its elements are loaded then. */
  @state() private isExporting = false;

  /** Whether the scenarios have been asked for. */
  @state() private isListing = false;

  /** Whether help has been asked for. */
  @state() private isHelping = false;

  /** The entry of the glossary that help opens with. */
  @state() private explained: TermId | undefined;

  /** Whether the tour's element is there. */
  @state() private isTourLoaded = false;

  @consume({ context: undoContext })
  private undo!: Undo;

  @consume({ context: tourContext })
  private tour!: Tour;

  @query('.help') private helpButton!: HTMLButtonElement;
  @query('.more') private more!: HTMLElement;
  @query('.more-button') private moreButton!: HTMLButtonElement;

  constructor() {
    super();
    this.addController({
      hostConnected: () => {
        window.addEventListener('keydown', this.press);
        window.addEventListener('iso-explain', this.explain);
      },
      hostDisconnected: () => {
        window.removeEventListener('keydown', this.press);
        window.removeEventListener('iso-explain', this.explain);
      },
    });
  }

  override render() {
    const { theme } = this.store;
    const isTouring = this.tour.step.value !== undefined;
    const switchTheme = theme.value === 'dark' ? msg('Switch to the light theme') : msg('Switch to the dark theme');
    const otherLanguage = locale() === 'en' ? 'ja' : 'en';
    return html`<header>
        <h1>
          <svg viewBox="0 0 32 26" aria-hidden="true">
            <path d="M3 3c3 24 17 24 25 5" />
            <circle cx="14" cy="20.5" r="4.5" /></svg
          ><span>Isoflop</span>
          <small>${msg('scaling-law laboratory')}</small>
        </h1>
        <nav aria-label=${msg('Views')}>${views.map((view) => this.link(view))}</nav>
        <iso-backend-badge></iso-backend-badge>
        <span class="steps">
          <button
            type="button"
            class="icon"
            aria-label=${msg('Undo')}
            title=${msg('Undo (Ctrl+Z)')}
            ?disabled=${!this.undo.canUndo.value}
            @click=${this.undo.undo}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3" /></svg>
          </button>
          <button
            type="button"
            class="icon"
            aria-label=${msg('Redo')}
            title=${msg('Redo (Ctrl+Shift+Z)')}
            ?disabled=${!this.undo.canRedo.value}
            @click=${this.undo.redo}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m15 14 5-5-5-5m5 5H10a6 6 0 0 0 0 12h3" /></svg>
          </button>
        </span>
        <button type="button" class="icon more-button" aria-label=${msg('More')}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h16" /></svg>
        </button>
        <span class="more" .popover=${'auto'}>
          <button type="button" class="icon" @click=${this.list}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 3h12v18l-6-5-6 5z" /></svg><span>${msg('Scenarios')}</span>
          </button>
          <button type="button" class="icon" @click=${this.export}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3v12m-5-5 5 5 5-5M4 20h16" /></svg><span>${msg('Export')}</span>
          </button>
          <button type="button" class="icon" aria-label=${switchTheme} @click=${this.switchTheme}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              ${
                theme.value === 'dark'
                  ? svg`<circle cx="12" cy="12" r="4.5" />
                <path d="M12 2v2m0 16v2M2 12h2m16 0h2M4.9 4.9l1.4 1.4m11.4 11.4 1.4 1.4M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4" />`
                  : svg`<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z" />`
              }</svg
            ><span class="word">${msg('Theme')}</span>
          </button>
          <button
            type="button"
            lang=${otherLanguage}
            aria-label=${SWITCH[otherLanguage]}
            title=${SWITCH[otherLanguage]}
            @click=${this.switchLanguage}
          >
            ${localeNames[otherLanguage]}
          </button>
        </span>
        <button
          type="button"
          class="help"
          aria-label=${msg('Help')}
          title=${msg('Help and glossary (?)')}
          aria-haspopup="dialog"
          @click=${() => this.help()}
        >
          ?
        </button>
      </header>
      <iso-invitation></iso-invitation>
      <iso-export-dialog ?open=${this.isExporting} @iso-close=${() => (this.isExporting = false)}></iso-export-dialog>
      <iso-scenarios-dialog ?open=${this.isListing} @iso-close=${() => (this.isListing = false)}></iso-scenarios-dialog>
      <iso-help
        .entry=${this.explained}
        ?open=${this.isHelping}
        @iso-close=${() => (this.isHelping = false)}
        @iso-tour=${() => this.tour.start()}
      ></iso-help>
      ${this.isTourLoaded || isTouring ? html`<iso-tour @iso-left=${() => this.helpButton.focus()}></iso-tour>` : nothing}`;
  }

  /** A link, so that a view can be opened in another tab, too. */
  private link({ id, label, question }: (typeof views)[number]) {
    const { view } = this.store;
    return html`<a
      href=${formatHash({ ...choicesOf(this.store), view: id })}
      title=${question}
      aria-current=${view.value === id ? 'page' : 'false'}
      >${label}</a
    >`;
  }

  protected override firstUpdated(): void {
    this.moreButton.popoverTargetElement = this.more;
  }

  protected override updated(): void {
    if (this.tour.step.peek() !== undefined && !this.isTourLoaded) void this.loadTour();
  }

  private async loadTour(): Promise<void> {
    try {
      await import('../tour/tour');
      this.isTourLoaded = true;
    } catch (error) {
      console.error(error);
      this.tour.leave();
      this.store.notify({ message: msg('The tour could not be loaded.'), hint: msg('Reload the page to try again.') });
    }
  }

  private readonly press = (event: KeyboardEvent): void => {
    if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    event.preventDefault();
    void this.help();
  };

  private readonly explain = ({ detail }: CustomEvent<TermId>): void => void this.help(detail);

  private async help(entry?: TermId): Promise<void> {
    await import('../help/help');
    this.explained = entry;
    this.isHelping = true;
  }

  private switchTheme(): void {
    const { theme } = this.store;
    theme.value = theme.value === 'dark' ? 'light' : 'dark';
  }

  private switchLanguage(): void {
    const to = locale() === 'en' ? 'ja' : 'en';
    switchLanguage(to, formatHash(choicesOf(this.store)), window);
  }

  /** Closes what a phone opened. */
  private fold(): void {
    if (this.more.matches(':popover-open')) this.more.hidePopover();
  }

  private async list(): Promise<void> {
    this.fold();
    await import('./scenarios-dialog');
    this.isListing = true;
  }

  private async export(): Promise<void> {
    this.fold();
    await import('../frontier/export-dialog');
    this.isExporting = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-header': IsoHeader;
  }
}
