import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { type ViewId, viewIds, views } from '../../state/views';
import { shared } from '../controls/styles';
import '../docs/link';
import '../frontier/view';
import { StoreElement } from '../store-element';

/** A view's element, and how its code is loaded; the first one comes with the page. */
interface ViewElement {
  load(): Promise<unknown>;
  render(isHidden: boolean): TemplateResult;
}

const elements: Readonly<Record<ViewId, ViewElement>> = {
  frontier: {
    load: () => Promise.resolve(),
    render: (isHidden) => html`<iso-frontier-view ?hidden=${isHidden}></iso-frontier-view>`,
  },
  growth: {
    load: () => import('../growth/view'),
    render: (isHidden) => html`<iso-growth-view ?hidden=${isHidden}></iso-growth-view>`,
  },
  plan: {
    load: () => import('../plan/view'),
    render: (isHidden) => html`<iso-plan-view ?hidden=${isHidden}></iso-plan-view>`,
  },
  fit: {
    load: () => import('../fit/view'),
    render: (isHidden) => html`<iso-fit-view ?hidden=${isHidden}></iso-fit-view>`,
  },
  sweep: {
    load: () => import('../sweep/view'),
    render: (isHidden) => html`<iso-sweep-view ?hidden=${isHidden}></iso-sweep-view>`,
  },
  evidence: {
    load: () => import('../evidence/view'),
    render: (isHidden) => html`<iso-evidence-view ?hidden=${isHidden}></iso-evidence-view>`,
  },
};

/** The view that is open. Those that were open before stay, hidden, so that nothing in them is lost. */
@customElement('iso-views')
export class IsoViews extends StoreElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        min-inline-size: 0;
      }
      p {
        margin: 0;
      }
      footer {
        display: flex;
        justify-content: end;
        margin-block-start: 1rem;
      }
      @media print {
        footer {
          display: none;
        }
      }
    `,
  ];

  /** Views whose code is there. */
  @state() private loaded: readonly ViewId[] = [];

  override render() {
    const open = this.store.view.value;
    const page = `views/${open}` as const;
    const name = views.find(({ id }) => id === open)?.label;
    return html`${viewIds.map((id) => (this.loaded.includes(id) ? elements[id].render(id !== open) : nothing))}
    ${
      // beneath a view that is there, so that it does not jump when one comes
      this.loaded.includes(open)
        ? html`<footer><iso-docs-link page=${page}></iso-docs-link></footer>`
        : html`<p class="note" role="status">${msg(str`Opening ${name} …`)}</p>`
    }`;
  }

  protected override updated(): void {
    const open = this.store.view.value;
    if (!this.loaded.includes(open)) void this.load(open);
  }

  private async load(id: ViewId): Promise<void> {
    try {
      await elements[id].load();
      if (!this.loaded.includes(id)) this.loaded = [...this.loaded, id];
    } catch (error) {
      console.error(error);
      this.store.notify({
        message: msg('This view could not be loaded.'),
        hint: msg('Reload the page to try again; your choices are in its address.'),
      });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-views': IsoViews;
  }
}
