import { provide } from '@lit/context';
import { effect } from '@preact/signals-core';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Exporter } from '../../state/export';
import type { Jobs } from '../../state/jobs';
import type { SavedScenarios } from '../../state/saved-scenarios';
import type { Store } from '../../state/store';
import type { Tour } from '../../state/tour';
import type { Undo } from '../../state/undo';
import { shared } from '../controls/styles';
import { exporterContext, jobsContext, scenariosContext, storeContext, tourContext, undoContext } from '../store-element';
import './header';
import './status';
import './views';

/** The page: header, views, notices. Hands what the page's elements share down to them. */
@customElement('iso-app')
export class IsoApp extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-rows: auto 1fr;
        gap: 0.75rem;
        min-block-size: 100dvh;
        max-inline-size: 120rem;
        margin-inline: auto;
        padding: 0.625rem clamp(1rem, 2vw, 2rem) 1.25rem;
      }
      /* what the invitation takes of the window */
      :host([inviting]) {
        --iso-invitation: 2.75rem;
      }
      @media print {
        :host {
          display: block;
          padding: 0;
        }
      }
      main {
        display: grid;
        min-inline-size: 0;
      }
    `,
  ];

  /** The page's state. */
  @provide({ context: storeContext })
  @property({ attribute: false })
  store!: Store;

  /** What exports. */
  @provide({ context: exporterContext })
  @property({ attribute: false })
  exporter!: Exporter;

  /** What takes steps back. */
  @provide({ context: undoContext })
  @property({ attribute: false })
  undo!: Undo;

  /** The guided tour. */
  @provide({ context: tourContext })
  @property({ attribute: false })
  tour!: Tour;

  /** What this browser keeps. */
  @provide({ context: scenariosContext })
  @property({ attribute: false })
  scenarios!: SavedScenarios;

  /** Sweeps in the background. */
  @provide({ context: jobsContext })
  @property({ attribute: false })
  jobs!: Jobs;

  constructor() {
    super();
    let stop: (() => void) | undefined;
    this.addController({
      hostConnected: () => (stop = effect(() => void this.toggleAttribute('inviting', this.tour.isOffered.value))),
      hostDisconnected: () => stop?.(),
    });
  }

  override render() {
    return html`<iso-header></iso-header>
      <main><iso-views></iso-views></main>
      <iso-status></iso-status>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-app': IsoApp;
  }
}
