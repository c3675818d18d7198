import { consume, createContext } from '@lit/context';
import { effect } from '@preact/signals-core';
import { LitElement, type PropertyValues } from 'lit';
import type { Exporter } from '../state/export';
import type { Jobs } from '../state/jobs';
import type { SavedScenarios } from '../state/saved-scenarios';
import type { Store } from '../state/store';
import type { Tour } from '../state/tour';
import type { Undo } from '../state/undo';

/** Hands the store down to every element. */
export const storeContext = createContext<Store>('iso-store');

/** Hands the exporter down to the dialog. */
export const exporterContext = createContext<Exporter>('iso-exporter');

/** Hands the queue of sweeps in the background down to the sweep view. */
export const jobsContext = createContext<Jobs>('iso-jobs');

/** Hands the steps that can be taken back down to the header. */
export const undoContext = createContext<Undo>('iso-undo');

/** Hands the guided tour down to the header and the tour itself. */
export const tourContext = createContext<Tour>('iso-tour');

/** Hands the saved scenarios down to their dialog. */
export const scenariosContext = createContext<SavedScenarios>('iso-scenarios');

/**
 * An element that shows the store. Signals that `render` reads are remembered, and when one of them changes the element updates
 * again; so elements read the store where they need it, and keep no copy.
 */
export class StoreElement extends LitElement {
  /** Where the page's state is. */
  @consume({ context: storeContext })
  protected store!: Store;

  private stop: (() => void) | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.stop = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  protected override update(changed: PropertyValues): void {
    this.stop?.();
    let isFirst = true;
    this.stop = effect(() => {
      if (isFirst) super.update(changed);
      else this.requestUpdate();
      isFirst = false;
    });
  }
}
